package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;

/** The client of this project, blocking. */
final class ZkSpringCaller implements BlockingCaller {

    private final Client name;

    private final ZkClient client;

    /** @param name {@link Client#OURS}, or {@link Client#OURS_UNBATCHED} for one that sends each read on its own */
    ZkSpringCaller(Client name, String hosts) {
        this.name = name;
        client = ZkClient.builder()
                .hosts(hosts)
                .readBatching(name == Client.OURS)
                .build();
        client.start();
    }

    @Override
    public Client client() {
        return name;
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
