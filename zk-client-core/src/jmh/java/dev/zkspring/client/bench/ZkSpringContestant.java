package dev.zkspring.client.bench;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;

/** The client of this project. */
final class ZkSpringContestant implements Contestant {

    private final ZkClient client;

    private final ZkAsyncClient async;

    ZkSpringContestant(String hosts, int window) {
        // The window is the benchmark's own, the same for every client.
        client = ZkClient.builder().hosts(hosts).maxInFlight(2 * window).build();
        client.start();
        async = client.async();
    }

    @Override
    public String name() {
        return "zk-client-core";
    }

    @Override
    public void get(String path, Window window) {
        async.get(path).whenComplete((node, error) -> window.leave(error == null && node.data() != null));
    }

    @Override
    public void close() {
        client.close();
    }
}
