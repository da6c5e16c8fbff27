package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is true, by Apache's client and without proxies. Made for a healed ensemble: whatever a link's loss breaks
 * is tried again for a minute. Not safe for use by several threads.
 */
final class DirectReader implements AutoCloseable {

    private static final int SESSION_MILLIS = 30_000;

    private final ZooKeeper zooKeeper;

    DirectReader(String hosts) {
        try {
            zooKeeper = new ZooKeeper(hosts, SESSION_MILLIS, event -> {});
        } catch (IOException e) {
            throw new IllegalStateException("cannot make an observer of " + hosts, e);
        }
    }

    /** Everything acknowledged before this call will be read. */
    void sync(String path) {
        retry(() -> {
            CompletableFuture<Integer> synced = new CompletableFuture<>();
            zooKeeper.sync(path, (code, synchronizedPath, context) -> synced.complete(code), null);
            int code = synced.get(SESSION_MILLIS, TimeUnit.MILLISECONDS);
            if (code != KeeperException.Code.OK.intValue()) {
                throw KeeperException.create(KeeperException.Code.get(code), path);
            }
            return code;
        });
    }

    /** Creates a node if it is missing. */
    void create(String path, String value) {
        retry(() -> {
            try {
                return zooKeeper.create(
                        path, value.getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException e) {
                return path;
            }
        });
    }

    /** Sets a node's data if it is there. */
    void set(String path, String value) {
        retry(() -> {
            try {
                return zooKeeper.setData(path, value.getBytes(UTF_8), -1);
            } catch (KeeperException.NoNodeException e) {
                return new Stat();
            }
        });
    }

    /** The node with its value, null if it is missing. */
    @Nullable
    SeenNode get(String path) {
        List<SeenNode> found = retry(() -> {
            try {
                Stat stat = new Stat();
                byte[] data = zooKeeper.getData(path, false, stat);
                String value = data == null ? null : new String(data, UTF_8);
                return List.of(new SeenNode(
                        stat.getCzxid(), stat.getMzxid(), stat.getCtime(), stat.getMtime(), stat.getVersion(), value));
            } catch (KeeperException.NoNodeException e) {
                return List.of();
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Sorted names, null if the node is missing. */
    @Nullable
    List<String> children(String path) {
        List<List<String>> found = retry(() -> {
            try {
                return List.of(
                        zooKeeper.getChildren(path, false).stream().sorted().toList());
            } catch (KeeperException.NoNodeException e) {
                return List.of();
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** A node and all below it; nothing may change meanwhile. */
    Map<String, SeenNode> tree(String root) {
        Map<String, SeenNode> tree = new TreeMap<>();
        List<String> paths = new ArrayList<>(List.of(root));
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            SeenNode state = get(path);
            List<String> names = children(path);
            if (state != null && names != null) {
                tree.put(path, state);
                names.forEach(name -> paths.add(path + "/" + name));
            }
        }
        return tree;
    }

    private static <T> T retry(Callable<T> call) {
        return Awaitility.await("answer of the healed ensemble")
                .pollDelay(Duration.ZERO)
                .pollInSameThread()
                .atMost(1, TimeUnit.MINUTES)
                .ignoreExceptionsMatching(DirectReader::isPassing)
                .until(call, answer -> true);
    }

    private static boolean isPassing(Throwable error) {
        return error instanceof KeeperException.ConnectionLossException
                || error instanceof KeeperException.OperationTimeoutException;
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
