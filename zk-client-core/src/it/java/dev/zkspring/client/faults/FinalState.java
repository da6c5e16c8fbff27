package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.it.Peer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Looks at a node and all below it through Apache's client. */
final class FinalState {

    private FinalState() {}

    /** What the observer's server shows after a sync. */
    static Map<String, NodeState> read(Peer observer, String root) {
        Map<String, NodeState> found = new TreeMap<>();
        try {
            sync(observer.zooKeeper(), root);
            read(observer.zooKeeper(), root, found);
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot read " + root, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted when reading " + root, e);
        }
        return found;
    }

    /**
     * Changes the node's data, so that something committed stands behind all that came before.
     *
     * @return the zxid of that
     */
    static long mark(Peer observer, String path, String value) {
        try {
            return observer.zooKeeper().setData(path, value.getBytes(UTF_8), -1).getMzxid();
        } catch (KeeperException e) {
            throw new IllegalStateException("cannot change " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted when changing " + path, e);
        }
    }

    private static void sync(ZooKeeper zooKeeper, String root) throws InterruptedException {
        CountDownLatch synced = new CountDownLatch(1);
        zooKeeper.sync(root, (code, path, context) -> synced.countDown(), null);
        synced.await();
    }

    private static void read(ZooKeeper zooKeeper, String path, Map<String, NodeState> found)
            throws KeeperException, InterruptedException {
        Stat stat = new Stat();
        byte[] data = zooKeeper.getData(path, false, stat);
        String value = data == null ? null : new String(data, UTF_8);
        found.put(path, new NodeState(stat.getCzxid(), stat.getMzxid(), stat.getVersion(), value));
        for (String child : zooKeeper.getChildren(path, false)) {
            read(zooKeeper, path + "/" + child, found);
        }
    }
}
