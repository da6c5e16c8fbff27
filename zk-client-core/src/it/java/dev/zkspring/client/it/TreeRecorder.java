package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.watch.TreeCache;
import dev.zkspring.client.watch.TreeCacheEvent;
import dev.zkspring.client.watch.TreeCacheListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Makes a tree of its own out of the events of a tree cache, and notes every event that does not fit. */
final class TreeRecorder implements TreeCacheListener {

    private final Map<String, NodeData> nodes = new ConcurrentSkipListMap<>();

    private final Recorder<String> misfits = new Recorder<>();

    private final Recorder<TreeCacheEvent> events = new Recorder<>();

    private final String root;

    TreeRecorder(String root) {
        this.root = root;
    }

    @Override
    public void changed(TreeCacheEvent event) {
        events.record(event);
        if (!fits(event)) {
            misfits.record(event + " on " + nodes.keySet());
        }
        switch (event.type()) {
            case NODE_ADDED, NODE_UPDATED -> nodes.put(event.path(), event.node());
            case NODE_REMOVED -> nodes.remove(event.path());
            case INITIALIZED -> {
                // Changes nothing.
            }
        }
    }

    private boolean fits(TreeCacheEvent event) {
        NodeData known = nodes.get(event.path());
        return switch (event.type()) {
            case NODE_ADDED ->
                known == null && (event.path().equals(root) || nodes.containsKey(ZkPath.parent(event.path())));
            case NODE_UPDATED -> known != null && isSame(known, event.before());
            case NODE_REMOVED ->
                known != null
                        && nodes.keySet().stream()
                                .noneMatch(path -> !path.equals(event.path())
                                        && ZkPath.parent(path).equals(event.path()));
            case INITIALIZED -> events.seen().stream().filter(event::equals).count() == 1;
        };
    }

    /** The counters of children may have moved on in silence. */
    private static boolean isSame(NodeData one, NodeData other) {
        return other != null && one.stat().sameValueAs(other.stat()) && Arrays.equals(one.data(), other.data());
    }

    List<TreeCacheEvent> events() {
        return events.seen();
    }

    void clear() {
        events.clear();
    }

    /** Waits until the cache, and what its events tell, is the tree of the server. */
    void awaitSame(TreeCache cache, Peer peer, String serverRoot) {
        await("copy of " + serverRoot).untilAsserted(() -> {
            List<String> real = server(peer.zooKeeper(), serverRoot, root);
            assertThat(of(cache)).isEqualTo(real);
            assertThat(lines(nodes)).isEqualTo(real);
            assertThat(cache.size()).isEqualTo(real.size());
        });
        assertThat(misfits.seen()).isEmpty();
    }

    private static List<String> of(TreeCache cache) {
        Map<String, NodeData> all = new TreeMap<>();
        cache.forEach(all::put);
        return lines(all);
    }

    private static List<String> lines(Map<String, NodeData> all) {
        List<String> lines = new ArrayList<>();
        all.forEach((path, node) -> lines.add(line(
                path,
                node.data(),
                node.stat().czxid(),
                node.stat().mzxid(),
                node.stat().version())));
        return lines;
    }

    private static List<String> server(ZooKeeper zooKeeper, String serverRoot, String root)
            throws KeeperException, InterruptedException {
        Map<String, String> lines = new TreeMap<>();
        read(zooKeeper, serverRoot, root, lines);
        return List.copyOf(lines.values());
    }

    private static void read(ZooKeeper zooKeeper, String path, String name, Map<String, String> lines)
            throws KeeperException, InterruptedException {
        try {
            Stat stat = new Stat();
            byte[] data = zooKeeper.getData(path, false, stat);
            lines.put(name, line(name, data, stat.getCzxid(), stat.getMzxid(), stat.getVersion()));
            for (String child : zooKeeper.getChildren(path, false)) {
                read(zooKeeper, ZkPath.child(path, child), ZkPath.child(name, child), lines);
            }
        } catch (KeeperException.NoNodeException e) {
            lines.remove(name);
        }
    }

    private static String line(String path, byte[] data, long czxid, long mzxid, int version) {
        String text = data == null ? "null" : new String(data, UTF_8);
        return path + "=" + text + " " + czxid + "/" + mzxid + "/" + version;
    }
}
