package dev.zkspring.client.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** Apache's client, on one of its two sockets. */
final class ApacheContestant implements Contestant {

    private static final int SESSION_TIMEOUT = 30_000;

    private final Client client;

    private final ZooKeeper zooKeeper;

    /** @param client {@link Client#APACHE_NETTY} or {@link Client#APACHE_DEFAULT} */
    ApacheContestant(Client client, String hosts) {
        this.client = client;
        CountDownLatch connected = new CountDownLatch(1);
        try {
            zooKeeper = new ZooKeeper(
                    hosts, SESSION_TIMEOUT, event -> countDown(event.getState(), connected), config(client));
            if (!connected.await(SESSION_TIMEOUT, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("cannot connect to " + hosts);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot connect to " + hosts, e);
        }
    }

    private static ZKClientConfig config(Client client) {
        ZKClientConfig config = new ZKClientConfig();
        if (client == Client.APACHE_NETTY) {
            config.setProperty(
                    ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        }
        return config;
    }

    private static void countDown(Watcher.Event.KeeperState state, CountDownLatch connected) {
        if (state == Watcher.Event.KeeperState.SyncConnected) {
            connected.countDown();
        }
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public void get(String path, Window window) {
        zooKeeper.getData(
                path, false, (code, node, context, data, stat) -> window.leave(code == 0 && data != null), null);
    }

    @Override
    public void set(String path, byte[] data, Window window) {
        zooKeeper.setData(path, data, -1, (code, node, context, stat) -> window.leave(stat != null), null);
    }

    @Override
    public void exists(String path, Window window) {
        zooKeeper.exists(path, false, (code, node, context, stat) -> window.leave(stat != null), null);
    }

    @Override
    public void create(String prefix, byte[] data, Window window) {
        zooKeeper.create(
                prefix,
                data,
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_SEQUENTIAL,
                (code, path, context, name) -> window.leave(name != null),
                null);
    }

    @Override
    public void getChildren(String path, Window window) {
        zooKeeper.getChildren(
                path, false, (code, node, context, names) -> window.leave(code == 0 && !names.isEmpty()), null);
    }

    @Override
    public void transaction(String path, byte[] data, int changes, Window window) {
        List<Op> operations = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            operations.add(Op.setData(path, data, -1));
        }
        zooKeeper.multi(
                operations,
                (code, node, context, results) -> window.leave(code == 0 && results.size() == changes),
                null);
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
