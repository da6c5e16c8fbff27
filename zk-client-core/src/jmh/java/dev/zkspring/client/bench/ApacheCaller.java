package dev.zkspring.client.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/** Apache's synchronous calls, on one of its two sockets. */
final class ApacheCaller implements BlockingCaller {

    private static final int SESSION_TIMEOUT = 30_000;

    private final Client client;

    private final ZooKeeper zooKeeper;

    /** @param client {@link Client#APACHE_NETTY} or {@link Client#APACHE_DEFAULT} */
    ApacheCaller(Client client, String hosts) throws Exception {
        this.client = client;
        ZKClientConfig config = new ZKClientConfig();
        if (client == Client.APACHE_NETTY) {
            config.setProperty(
                    ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        }
        CountDownLatch connected = new CountDownLatch(1);
        Watcher watcher = event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        };
        zooKeeper = new ZooKeeper(hosts, SESSION_TIMEOUT, watcher, config);
        if (!connected.await(SESSION_TIMEOUT, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("cannot connect to " + hosts);
        }
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public void get(String path) throws Exception {
        zooKeeper.getData(path, false, new Stat());
    }

    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
