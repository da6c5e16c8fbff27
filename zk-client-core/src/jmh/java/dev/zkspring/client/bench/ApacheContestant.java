package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Apache's client on its Netty socket. */
final class ApacheContestant implements Contestant {

    private static final int SESSION_TIMEOUT = 30_000;

    private final ZooKeeper zooKeeper;

    ApacheContestant(String hosts) {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        CountDownLatch connected = new CountDownLatch(1);
        try {
            zooKeeper = new ZooKeeper(hosts, SESSION_TIMEOUT, event -> countDown(event.getState(), connected), config);
            if (!connected.await(SESSION_TIMEOUT, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("cannot connect to " + hosts);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot connect to " + hosts, e);
        }
    }

    private static void countDown(Watcher.Event.KeeperState state, CountDownLatch connected) {
        if (state == Watcher.Event.KeeperState.SyncConnected) {
            connected.countDown();
        }
    }

    @Override
    public String name() {
        return "Apache 3.9.5";
    }

    @Override
    public void get(String path, Window window) {
        zooKeeper.getData(
                path, false, (code, node, context, data, stat) -> window.leave(code == 0 && data != null), null);
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
