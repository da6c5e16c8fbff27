package dev.zkspring.client.bench;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkTransaction;
import dev.zkspring.client.data.CreateMode;

/** The client of this project. */
final class ZkSpringContestant implements Contestant {

    /** More than any window: the window is the benchmark's own, the same for every client. */
    private static final int MAX_IN_FLIGHT = 100_000;

    private final Client name;

    private final ZkClient client;

    private final ZkAsyncClient async;

    /** @param name {@link Client#OURS} or {@link Client#OURS_UNBATCHED} */
    ZkSpringContestant(Client name, String hosts) {
        this.name = name;
        client = ZkClient.builder()
                .hosts(hosts)
                .maxInFlight(MAX_IN_FLIGHT)
                .readBatching(name == Client.OURS)
                .build();
        client.start();
        async = client.async();
    }

    @Override
    public Client client() {
        return name;
    }

    @Override
    public void get(String path, Window window) {
        async.get(path).whenComplete((node, error) -> window.leave(error == null && node.data() != null));
    }

    @Override
    public void set(String path, byte[] data, Window window) {
        async.set(path, data).whenComplete((stat, error) -> window.leave(stat != null));
    }

    @Override
    public void exists(String path, Window window) {
        async.exists(path).whenComplete((stat, error) -> window.leave(stat != null));
    }

    @Override
    public void create(String prefix, byte[] data, Window window) {
        async.create(prefix, data, CreateMode.PERSISTENT_SEQUENTIAL)
                .whenComplete((path, error) -> window.leave(path != null));
    }

    @Override
    public void getChildren(String path, Window window) {
        async.getChildren(path).whenComplete((names, error) -> window.leave(error == null && !names.isEmpty()));
    }

    @Override
    public void transaction(String path, byte[] data, int changes, Window window) {
        ZkTransaction transaction = client.transaction();
        for (int i = 0; i < changes; i++) {
            transaction.set(path, data);
        }
        transaction
                .commitAsync()
                .whenComplete((results, error) -> window.leave(error == null && results.size() == changes));
    }

    @Override
    public void close() {
        client.close();
    }
}
