package dev.zkspring.client.bench;

import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** One-shot watchers of Apache's client on its Netty socket, armed again by the read that an event leads to. */
final class ApacheWatchers implements WatchContestant {

    private final ZooKeeper zooKeeper;

    ApacheWatchers(String hosts) {
        zooKeeper = ApacheClients.connect(hosts, true, (int) WatchBenchmarks.SESSION_TIMEOUT.toMillis());
    }

    @Override
    public void watch(int from, int to, Sightings sightings) {
        Following following = new Following(sightings);
        for (int i = from; i < to; i++) {
            following.read(WatchedNode.path(i));
        }
    }

    @Override
    public void watchMissing(int from, int to, Sightings sightings) {
        Watcher watcher = event -> {};
        AsyncCallback.StatCallback found = (code, path, context, stat) -> sightings.sawSomething();
        for (int i = from; i < to; i++) {
            zooKeeper.exists(WatchedNode.missingPath(i), watcher, found, null);
        }
    }

    @Override
    public void watchTree(String path, Sightings sightings) throws KeeperException, InterruptedException {
        Watcher watcher = event -> {
            if (event.getType() == Watcher.Event.EventType.NodeDataChanged) {
                sightings.sawSomething();
            }
        };
        zooKeeper.addWatch(path, watcher, AddWatchMode.PERSISTENT_RECURSIVE);
    }

    @Override
    public void get(String path, Window window) {
        zooKeeper.getData(
                path, false, (code, node, context, data, stat) -> window.leave(code == 0 && data != null), null);
    }

    @Override
    public void close() {
        ApacheClients.close(zooKeeper);
    }

    /** Watcher and callback of all nodes. */
    private final class Following implements Watcher, AsyncCallback.DataCallback {

        private final Sightings sightings;

        Following(Sightings sightings) {
            this.sightings = sightings;
        }

        void read(String path) {
            zooKeeper.getData(path, this, this, null);
        }

        @Override
        public void process(WatchedEvent event) {
            if (event.getType() == Event.EventType.NodeDataChanged) {
                read(event.getPath());
            }
        }

        @Override
        public void processResult(
                int code, String path, @Nullable Object context, byte @Nullable [] data, @Nullable Stat stat) {
            if (data != null) {
                sightings.saw(data);
            } else if (code == KeeperException.Code.CONNECTIONLOSS.intValue()) {
                read(path);
            }
        }
    }
}
