package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import java.time.Duration;
import java.util.Objects;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** The Java clients whose connections are measured, each as its documentation says to make it. */
enum LinkKind {
    OURS(Client.OURS, LinkKind::ours),
    APACHE_NETTY(Client.APACHE_NETTY, hosts -> apache(hosts, true)),
    APACHE_DEFAULT(Client.APACHE_DEFAULT, hosts -> apache(hosts, false)),
    CURATOR(Client.CURATOR, LinkKind::curator);

    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private final Client client;

    private final Opening opening;

    LinkKind(Client client, Opening opening) {
        this.client = client;
        this.opening = opening;
    }

    Client client() {
        return client;
    }

    /** A new client, which need not be connected yet. */
    Link open(String hosts) {
        return opening.open(hosts);
    }

    private interface Opening {
        Link open(String hosts);
    }

    private static Link ours(String hosts) {
        ZkClient client = ZkClient.builder()
                .hosts(hosts)
                .sessionTimeout(Duration.ofMillis(SESSION_TIMEOUT_MILLIS))
                .build();
        client.startAsync();
        return new Link() {
            @Override
            public void get() {
                client.get("/");
            }

            @Override
            public long session() {
                return Objects.requireNonNull(client.sessionId()).id();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static Link apache(String hosts, boolean netty) {
        ZooKeeper zooKeeper = ApacheClients.begin(hosts, netty, SESSION_TIMEOUT_MILLIS, event -> {});
        return new Link() {
            @Override
            public void get() throws KeeperException, InterruptedException {
                while (!answers(zooKeeper)) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public long session() {
                return zooKeeper.getSessionId();
            }

            @Override
            public void close() {
                try {
                    zooKeeper.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** After the failure that a broken link leads to the next call waits for another link. */
    private static boolean answers(ZooKeeper zooKeeper) throws KeeperException, InterruptedException {
        try {
            return zooKeeper.getData("/", false, null) != null;
        } catch (KeeperException.ConnectionLossException e) {
            return false;
        }
    }

    private static Link curator(String hosts) {
        CuratorFramework curator = CuratorClients.begin(hosts, SESSION_TIMEOUT_MILLIS);
        return new Link() {
            @Override
            public void get() throws Exception {
                curator.getData().forPath("/");
            }

            @Override
            public long session() throws Exception {
                return curator.getZookeeperClient().getZooKeeper().getSessionId();
            }

            @Override
            public void close() {
                curator.close();
            }
        };
    }
}
