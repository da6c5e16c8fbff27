package dev.zkspring.client.bench;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.NodeCache;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher;

/** Curator's {@code NodeCache}s: deprecated, but it is the one of its caches that follows a single node. */
@SuppressWarnings("deprecation")
final class NodeCaches implements WatchContestant {

    private final CuratorFramework curator;

    NodeCaches(String hosts) {
        curator = CuratorClients.begin(hosts, (int) WatchBenchmarks.SESSION_TIMEOUT.toMillis());
        try {
            curator.blockUntilConnected();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void watch(int from, int to, Sightings sightings) {
        for (int i = from; i < to; i++) {
            NodeCache cache = new NodeCache(curator, WatchedNode.path(i));
            cache.getListenable().addListener(() -> report(cache.getCurrentData(), sightings));
            start(cache);
        }
    }

    private static void report(ChildData node, Sightings sightings) {
        if (node != null) {
            sightings.saw(node.getData());
        }
    }

    private static void start(NodeCache cache) {
        try {
            cache.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cache does not tell that its node is missing. */
    @Override
    public void watchMissing(int from, int to, Sightings sightings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void watchTree(String path, Sightings sightings) throws Exception {
        Watcher watcher = event -> {
            if (event.getType() == Watcher.Event.EventType.NodeDataChanged) {
                sightings.sawSomething();
            }
        };
        curator.watchers()
                .add()
                .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
                .usingWatcher(watcher)
                .forPath(path);
    }

    @Override
    public void get(String path, Window window) {
        try {
            curator.getData()
                    .inBackground((client, event) -> window.leave(event.getData() != null))
                    .forPath(path);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        curator.close();
    }
}
