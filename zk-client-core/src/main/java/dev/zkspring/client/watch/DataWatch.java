package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener with the present value of a node and then after each change that it observes, also across lost links
 * and new sessions. Values may be skipped, the newest never is; an unchanged value is never reported twice. A missing
 * node is a value too: {@code null}.
 */
public final class DataWatch extends StateWatch<NodeData> {

    private final DataListener listener;

    private boolean called;

    private @Nullable Stat last;

    private DataWatch(WatchSettings settings, boolean waitForCreation, DataListener listener) {
        super(settings, waitForCreation);
        this.listener = listener;
    }

    /**
     * Prepares a watch.
     *
     * @throws IllegalArgumentException if the path is invalid
     */
    public static WatchBuilder<DataListener, DataWatch> on(ZkClient client, String path) {
        return new WatchBuilder<>(client, path, (settings, listener) -> start(settings, true, listener));
    }

    /**
     * Prepares a watch that ends with the node: a missing node, at the start or later, is reported with one last call,
     * with {@code null}, whatever {@code initial} says, and the watch is closed. It never leaves a watch on a missing
     * node behind on the server. A node that was deleted and created again between two reads is a change like any other.
     *
     * @throws IllegalArgumentException if the path is invalid
     */
    public static WatchBuilder<DataListener, DataWatch> onExisting(ZkClient client, String path) {
        return new WatchBuilder<>(client, path, (settings, listener) -> start(settings, false, listener));
    }

    private static DataWatch start(WatchSettings settings, boolean waitForCreation, DataListener listener) {
        DataWatch watch = new DataWatch(settings, waitForCreation, listener);
        watch.begin();
        return watch;
    }

    @Override
    CompletableFuture<NodeData> fetch(Watcher watcher) {
        return client().async().get(path(), watcher);
    }

    @Override
    boolean isNews(@Nullable NodeData node) {
        Stat stat = node == null ? null : node.stat();
        boolean same = stat == null ? last == null : last != null && stat.sameValueAs(last);
        boolean news = !called || !same;
        called = true;
        last = stat;
        return news;
    }

    @Override
    boolean call(@Nullable NodeData node, @Nullable WatchEvent event) throws Exception {
        return listener.changed(node, event);
    }
}
