package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener with the present value of a node and then after each change that it observes, also across lost links
 * and new sessions. Values may be skipped, the newest never is; an unchanged value is never reported twice. A missing
 * node is a value too: {@code null}.
 *
 * <p>Of changes behind an ACL that keeps the client out for a while, see {@link
 * dev.zkspring.client.ZkClientBuilder#resyncInterval}.
 */
public final class DataWatch extends StateWatch<NodeData> {

    private final DataListener listener;

    private boolean called;

    /** Whether the node was missing; else what {@link Stat#sameValueAs} compares, in a third of a stat's room. */
    private boolean missing;

    private int version;

    private long czxid;

    private long mzxid;

    private long ctime;

    private long mtime;

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
    CompletableFuture<NodeData> fetch(StateWatcher watcher) {
        return client().async().get(path(), watcher);
    }

    @Override
    boolean isNews(@Nullable NodeData node) {
        boolean known = called && (node == null ? missing : !missing && isLast(node.stat()));
        called = true;
        missing = node == null;
        if (node != null) {
            remember(node.stat());
        }
        return !known;
    }

    private boolean isLast(Stat stat) {
        return stat.czxid() == czxid
                && stat.mzxid() == mzxid
                && stat.version() == version
                && stat.ctime() == ctime
                && stat.mtime() == mtime;
    }

    private void remember(Stat stat) {
        version = stat.version();
        czxid = stat.czxid();
        mzxid = stat.mzxid();
        ctime = stat.ctime();
        mtime = stat.mtime();
    }

    @Override
    boolean call(@Nullable NodeData node, @Nullable WatchEvent event) throws Exception {
        return listener.changed(node, event);
    }
}
