package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;

/** The client of this project, blocking. */
final class ZkSpringCaller implements BlockingCaller {

    private final ZkClient client;

    ZkSpringCaller(String hosts) {
        client = ZkClient.builder().hosts(hosts).build();
        client.start();
    }

    @Override
    public Client client() {
        return Client.OURS;
    }

    @Override
    public void get(String path) {
        client.get(path);
    }

    @Override
    public void close() {
        client.close();
    }
}
