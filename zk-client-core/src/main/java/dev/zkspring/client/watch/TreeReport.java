package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application what a cache sees and suffers; nothing that it throws comes through. */
final class TreeReport {

    private static final Logger log = LoggerFactory.getLogger(TreeReport.class);

    private final String root;

    private final @Nullable TreeCacheListener listener;

    private final WatchErrorHandler errorHandler;

    private final BooleanSupplier closed;

    private final CompletableFuture<@Nullable Void> initialized = new CompletableFuture<>();

    TreeReport(
            String root, @Nullable TreeCacheListener listener, WatchErrorHandler errorHandler, BooleanSupplier closed) {
        this.root = root;
        this.listener = listener;
        this.errorHandler = errorHandler;
        this.closed = closed;
    }

    /** Completes after the listener was told. */
    CompletableFuture<@Nullable Void> whenInitialized() {
        return initialized;
    }

    void initialized() {
        tell(TreeCacheEvent.Type.INITIALIZED, root, null, null);
        initialized.complete(null);
    }

    void added(String path, NodeData node) {
        tell(TreeCacheEvent.Type.NODE_ADDED, path, node, null);
    }

    void updated(String path, NodeData node, NodeData before) {
        tell(TreeCacheEvent.Type.NODE_UPDATED, path, node, before);
    }

    void removed(String path, NodeData before) {
        tell(TreeCacheEvent.Type.NODE_REMOVED, path, null, before);
    }

    private void tell(TreeCacheEvent.Type type, String path, @Nullable NodeData node, @Nullable NodeData before) {
        if (listener == null || closed.getAsBoolean()) {
            return;
        }
        try {
            listener.changed(new TreeCacheEvent(type, path, copy(node), copy(before)));
        } catch (Exception | LinkageError | AssertionError e) {
            failed(path, e);
        }
    }

    void failed(String path, Throwable error) {
        if (closed.getAsBoolean()) {
            return;
        }
        try {
            errorHandler.handle(path, error);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.warn("Error handler of the tree cache of {} failed", root, e);
        }
    }

    /** The cache's own arrays are given to nobody. */
    static @Nullable NodeData copy(@Nullable NodeData node) {
        byte[] data = node == null ? null : node.data();
        return node == null || data == null ? node : new NodeData(data.clone(), node.stat());
    }
}
