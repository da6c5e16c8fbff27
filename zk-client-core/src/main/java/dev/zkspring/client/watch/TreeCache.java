package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a node and everything below it, kept up to date, also across lost links, new sessions and servers that come
 * back with other data. Values may be skipped, the newest never is, as far as the client's identity may read; a node
 * that was deleted and created again is removed and added. While the root is missing the cache is empty and waits for
 * it. What the cache says is a moment behind the server, each node for itself: it is no snapshot of one moment.
 *
 * <p>Servers since 3.6 send the events of the whole tree for one watch; after a lost link every node's {@code Stat} is
 * compared then. Older servers have two one-shot watches for each node. A node's data is read only when it changed, and
 * never are more than 128 nodes being read.
 *
 * <p>The {@code Stat} of a node is that of its last read: a child that comes or goes does not change the parent's
 * {@code cversion}, {@code pzxid} and {@code numChildren} here, nor does a change of the ACL its {@code aversion}.
 *
 * <p>Of changes behind an ACL that keeps the client out for a while, see {@link
 * dev.zkspring.client.ZkClientBuilder#resyncInterval}.
 *
 * <p>All queries are answered at once from memory, on any thread; after {@link #close()} as for an empty tree.
 */
public final class TreeCache implements Watch {

    private final String path;

    private final Executor queue;

    private final CachedTree tree;

    private final TreeReport report;

    private final TreeSync sync;

    private volatile boolean closed;

    TreeCache(TreeSettings settings) {
        this.path = settings.scope().root();
        this.queue = settings.queue();
        this.report = new TreeReport(path, settings.listener(), settings.errorHandler(), this::isClosed);
        TreeScope scope = settings.scope().withoutFailures(report);
        this.tree = new CachedTree(scope);
        this.sync = new TreeSync(settings, scope, tree, report, this::close);
    }

    /**
     * Prepares a cache.
     *
     * @param path the root of the copy
     * @throws IllegalArgumentException if the path is invalid
     */
    public static TreeCacheBuilder on(ZkClient client, String path) {
        return new TreeCacheBuilder(
                client,
                path,
                (root, watcher) -> client.async().addWatch(root, AddWatchMode.PERSISTENT_RECURSIVE, watcher));
    }

    void begin() {
        queue.execute(sync::begin);
    }

    /** The newest known value of a node; {@code null} if it is not in the copy. Data is {@code null} if it is not kept. */
    public @Nullable NodeData get(String node) {
        CachedNode found = find(node);
        return found == null ? null : TreeReport.copy(found.value());
    }

    /** As {@link #get} without the data. */
    public @Nullable Stat stat(String node) {
        CachedNode found = find(node);
        return found == null ? null : found.value().stat();
    }

    /** Sorted names of a node's children in the copy; {@code null} if the node is not in it. */
    public @Nullable List<String> children(String node) {
        CachedNode found = find(node);
        return found == null ? null : List.copyOf(found.children().keySet());
    }

    private @Nullable CachedNode find(String node) {
        return closed ? null : tree.find(node);
    }

    /** How many nodes the copy has. */
    public int size() {
        return closed ? 0 : tree.size();
    }

    /** The paths of all nodes, parents before children and siblings sorted; may or may not see what changes meanwhile. */
    public Stream<String> paths() {
        return entries().map(CachedTree.Entry::path);
    }

    /** Shows every node with its value, in the order of {@link #paths()}. */
    public void forEach(BiConsumer<String, NodeData> consumer) {
        entries().forEach(entry -> {
            NodeData value = TreeReport.copy(entry.node().value());
            if (value != null) {
                consumer.accept(entry.path(), value);
            }
        });
    }

    private Stream<CachedTree.Entry> entries() {
        if (closed) {
            return Stream.empty();
        }
        int traits = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(tree.walk(), traits), false);
    }

    /** Whether the first complete copy was there. It stays true while later losses of the link are made good. */
    public boolean isInitialized() {
        return report.whenInitialized().isDone() && !closed;
    }

    /**
     * Completes when the first complete copy is there, after the listener was told; dependent stages run where the
     * listener does. Fails with a {@link java.util.concurrent.CancellationException} when the cache is
     * closed before.
     */
    public CompletableFuture<@Nullable Void> initialized() {
        return report.whenInitialized().copy();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            report.whenInitialized().cancel(false);
            queue.execute(sync::close);
        }
    }
}
