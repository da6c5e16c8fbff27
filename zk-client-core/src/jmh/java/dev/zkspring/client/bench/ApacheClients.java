package dev.zkspring.client.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Makes and ends Apache's clients. */
final class ApacheClients {

    private static final long CONNECT_SECONDS = 30;

    private ApacheClients() {}

    /** A client that is connected. */
    static ZooKeeper connect(String hosts, boolean netty, int sessionTimeoutMillis) {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper zooKeeper = begin(hosts, netty, sessionTimeoutMillis, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        try {
            if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no connection to " + hosts + " within " + CONNECT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return zooKeeper;
    }

    /** A client that connects; its calls wait for that. */
    static ZooKeeper begin(String hosts, boolean netty, int sessionTimeoutMillis, Watcher watcher) {
        ZKClientConfig config = new ZKClientConfig();
        if (netty) {
            config.setProperty(
                    ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        }
        try {
            return new ZooKeeper(hosts, sessionTimeoutMillis, watcher, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void close(ZooKeeper zooKeeper) {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
