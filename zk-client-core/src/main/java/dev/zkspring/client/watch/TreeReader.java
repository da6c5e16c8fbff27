package dev.zkspring.client.watch;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads single nodes for a cache, no more of them than has changed. Every request goes out from the cache's queue, where
 * a call may wait while too much is in flight; on the event loop it would fail.
 */
final class TreeReader {

    private final ZkAsyncClient client;

    private final TreeScope scope;

    private final boolean cacheData;

    private final Executor queue;

    TreeReader(ZkAsyncClient client, TreeScope scope, boolean cacheData, Executor queue) {
        this.client = client;
        this.scope = scope;
        this.cacheData = cacheData;
        this.queue = queue;
    }

    /**
     * The value of a node, {@code null} if it is missing. Leaves no watch behind on a missing node but the root. Fails
     * with {@link IllegalArgumentException} if a server gave the node a name that no node can have.
     *
     * @param cached the value known so far, of which the data is not read again if it is the same
     * @param changed whether it is likely to differ from that
     * @param watcher armed for the next change, {@code null} for none
     */
    CompletableFuture<@Nullable NodeData> value(
            String path, @Nullable NodeData cached, boolean changed, @Nullable Watcher watcher) {
        try {
            ZkPath.validate(path);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        boolean compare = !cacheData || cached != null && !changed;
        return compare ? byStat(path, cached, watcher) : byData(path, watcher);
    }

    private CompletableFuture<@Nullable NodeData> byStat(
            String path, @Nullable NodeData cached, @Nullable Watcher watcher) {
        CompletableFuture<@Nullable Stat> read = watcher == null ? client.exists(path) : client.exists(path, watcher);
        return read.thenComposeAsync(
                stat -> stat == null ? missing(path, watcher) : completed(path, stat, cached, watcher), queue);
    }

    private CompletableFuture<@Nullable NodeData> completed(
            String path, Stat stat, @Nullable NodeData cached, @Nullable Watcher watcher) {
        if (!cacheData) {
            return CompletableFuture.completedFuture(new NodeData(null, stat));
        }
        return cached != null && stat.sameValueAs(cached.stat())
                ? CompletableFuture.completedFuture(new NodeData(cached.data(), stat))
                : byData(path, watcher);
    }

    /** Its parent is watched; a watch of its own would stay on the server for good. */
    private CompletableFuture<@Nullable NodeData> missing(String path, @Nullable Watcher watcher) {
        return watcher == null || scope.isRoot(path)
                ? CompletableFuture.completedFuture(null)
                : client.removeWatcher(path, watcher).handle((removed, error) -> null);
    }

    private CompletableFuture<@Nullable NodeData> byData(String path, @Nullable Watcher watcher) {
        CompletableFuture<NodeData> read = watcher == null ? client.get(path) : client.get(path, watcher);
        return read.handleAsync((node, error) -> ReadFailure.isNoNode(error) ? notThere(path, watcher) : read, queue)
                .thenCompose(Function.identity());
    }

    /** The root has no watched parent: its creation, which may have come about meanwhile, is watched on itself. */
    private CompletableFuture<@Nullable NodeData> notThere(String path, @Nullable Watcher watcher) {
        return watcher == null || !scope.isRoot(path)
                ? CompletableFuture.completedFuture(null)
                : byStat(path, null, watcher);
    }

    /** The state of a node, {@code null} if it is missing; arms nothing. */
    CompletableFuture<@Nullable Stat> stat(String path) {
        return client.exists(path);
    }

    CompletableFuture<List<String>> children(String path, @Nullable Watcher watcher) {
        return watcher == null ? client.getChildren(path) : client.getChildren(path, watcher);
    }
}
