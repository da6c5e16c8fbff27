package dev.zkspring.client.bench;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.DataListener;
import dev.zkspring.client.watch.DataWatch;
import org.jspecify.annotations.Nullable;

/** {@link DataWatch}es of this project's client, all with one listener. */
final class DataWatches implements WatchContestant {

    private final ZkClient client;

    DataWatches(String hosts) {
        client = ZkClient.builder()
                .hosts(hosts)
                .sessionTimeout(WatchBenchmarks.SESSION_TIMEOUT)
                .build();
        client.start();
    }

    @Override
    public void watch(int from, int to, Sightings sightings) {
        DataListener listener = (node, event) -> report(node, sightings);
        for (int i = from; i < to; i++) {
            DataWatch.on(client, WatchedNode.path(i)).start(listener);
        }
    }

    private static boolean report(@Nullable NodeData node, Sightings sightings) {
        byte[] data = node == null ? null : node.data();
        if (data != null) {
            sightings.saw(data);
        }
        return true;
    }

    @Override
    public void watchMissing(int from, int to, Sightings sightings) {
        DataListener listener = (node, event) -> {
            sightings.sawSomething();
            return true;
        };
        for (int i = from; i < to; i++) {
            DataWatch.on(client, WatchedNode.missingPath(i)).start(listener);
        }
    }

    @Override
    public void watchTree(String path, Sightings sightings) {
        client.addWatch(path, AddWatchMode.PERSISTENT_RECURSIVE, event -> {
            // An event that stands for lost ones must not count as one.
            if (event.type() == WatchEvent.Type.NODE_DATA_CHANGED) {
                sightings.sawSomething();
            }
        });
    }

    @Override
    public void get(String path, Window window) {
        client.async().get(path).whenComplete((node, error) -> window.leave(error == null && node.data() != null));
    }

    @Override
    public void close() {
        client.close();
    }
}
