package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Another application on the server: Apache's client, so that what one client writes the other one must understand. */
public final class Peer implements AutoCloseable {

    private static final int SESSION_TIMEOUT = 30_000;

    private static final long CONNECT_SECONDS = 20;

    private static final int DELETES_IN_FLIGHT = 500;

    private final ZooKeeper zooKeeper;

    private Peer(ZooKeeper zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    /** A connected peer. */
    public static Peer connect(String hosts) {
        CountDownLatch connected = new CountDownLatch(1);
        try {
            ZooKeeper zooKeeper = new ZooKeeper(hosts, SESSION_TIMEOUT, event -> countDown(event, connected));
            if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the peer cannot connect to " + hosts);
            }
            return new Peer(zooKeeper);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the peer cannot connect to " + hosts, e);
        }
    }

    private static void countDown(WatchedEvent event, CountDownLatch connected) {
        if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
            connected.countDown();
        }
    }

    void create(String path, byte @Nullable [] data) {
        call(() -> zooKeeper.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    }

    public void create(String path, String text) {
        create(path, text.getBytes(UTF_8));
    }

    /** A node for nobody but this identity. */
    void createFor(String scheme, String id, String path) {
        List<ACL> acl = Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id(scheme, id)));
        call(() -> zooKeeper.create(path, new byte[] {1}, acl, CreateMode.PERSISTENT));
    }

    void createEphemeral(String path) {
        call(() -> zooKeeper.create(path, null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
    }

    /** Data and nothing else. */
    byte @Nullable [] get(String path) {
        return call(() -> zooKeeper.getData(path, false, null));
    }

    /** Lets the server that this peer is connected to catch up with the leader. */
    public void sync(String path) {
        CountDownLatch done = new CountDownLatch(1);
        zooKeeper.sync(path, (code, synced, context) -> done.countDown(), null);
        try {
            if (!done.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer to sync");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String text(String path) {
        return new String(call(() -> zooKeeper.getData(path, false, null)), UTF_8);
    }

    @Nullable
    Stat exists(String path) {
        return call(() -> zooKeeper.exists(path, false));
    }

    public List<String> children(String path) {
        return call(() -> zooKeeper.getChildren(path, false)).stream().sorted().toList();
    }

    Stat set(String path, String text) {
        return call(() -> zooKeeper.setData(path, text.getBytes(UTF_8), -1));
    }

    void delete(String path) {
        call(() -> {
            zooKeeper.delete(path, -1);
            return path;
        });
    }

    /** Deletes a node, unless it is ZooKeeper's own, and all below it. */
    public void deleteRecursive(String path) {
        if (!path.equals("/zookeeper")) {
            call(() -> ZKUtil.deleteRecursive(zooKeeper, path, DELETES_IN_FLIGHT));
        }
    }

    public ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (KeeperException | InterruptedException e) {
            throw new IllegalStateException("the peer failed", e);
        }
    }

    private interface Call<T> {
        T run() throws KeeperException, InterruptedException;
    }
}
