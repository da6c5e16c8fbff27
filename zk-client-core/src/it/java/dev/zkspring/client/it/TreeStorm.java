package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Random changes below a node: creations, deletions, new data, and nodes replaced in one transaction. */
final class TreeStorm {

    private static final int NAMES = 4;

    private static final int DEPTH = 3;

    private final ZooKeeper zooKeeper;

    private final String root;

    private final Random random;

    private int count;

    TreeStorm(Peer peer, String root, long seed) {
        this.zooKeeper = peer.zooKeeper();
        this.root = root;
        this.random = new Random(seed);
    }

    /** Tries so many changes; those that are not possible just now are left out. */
    void rage(int changes) {
        for (int i = 0; i < changes; i++) {
            try {
                change();
            } catch (KeeperException e) {
                tolerate(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the storm was interrupted", e);
            }
        }
    }

    private static void tolerate(KeeperException e) {
        switch (e.code()) {
            case NONODE, NODEEXISTS, NOTEMPTY, RUNTIMEINCONSISTENCY -> {
                // The node is not as it would have to be.
            }
            default -> throw new IllegalStateException("the storm failed", e);
        }
    }

    private void change() throws KeeperException, InterruptedException {
        String path = path();
        byte[] data = Integer.toString(count++).getBytes(UTF_8);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> create(path, data);
            case 4, 5, 6 -> zooKeeper.setData(path, data, -1);
            case 7, 8 -> zooKeeper.delete(path, -1);
            default ->
                zooKeeper.multi(List.of(
                        Op.delete(path, -1),
                        Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)));
        }
    }

    private void create(String path, byte[] data) throws KeeperException, InterruptedException {
        zooKeeper.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private String path() {
        StringBuilder path = new StringBuilder(root);
        for (int depth = 1 + random.nextInt(DEPTH); depth > 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(NAMES)));
        }
        return path.toString();
    }
}
