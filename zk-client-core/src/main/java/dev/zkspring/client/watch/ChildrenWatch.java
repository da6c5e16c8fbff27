package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener with the sorted names of a node's children and then after each change that it observes, also across
 * lost links and new sessions. Lists may be skipped, the newest never is. While the node is missing it waits; a
 * deletion is reported as {@code null}, which is not the same as no children.
 */
public final class ChildrenWatch extends StateWatch<List<String>> {

    private final ChildrenListener listener;

    private @Nullable List<String> last;

    private ChildrenWatch(
            ZkClient client, String path, Executor queue, WatchErrorHandler errorHandler, ChildrenListener listener) {
        super(client, path, queue, errorHandler);
        this.listener = listener;
    }

    /**
     * Prepares a watch.
     *
     * @throws IllegalArgumentException if the path is invalid
     */
    public static WatchBuilder<ChildrenListener, ChildrenWatch> on(ZkClient client, String path) {
        return new WatchBuilder<>(client, path, ChildrenWatch::start);
    }

    private static ChildrenWatch start(
            ZkClient client, String path, Executor queue, WatchErrorHandler errorHandler, ChildrenListener listener) {
        ChildrenWatch watch = new ChildrenWatch(client, path, queue, errorHandler, listener);
        watch.begin();
        return watch;
    }

    @Override
    CompletableFuture<List<String>> fetch(Watcher watcher) {
        return client().async()
                .getChildren(path(), watcher)
                .thenApply(names -> names.stream().sorted().toList());
    }

    @Override
    boolean isNews(@Nullable List<String> children) {
        boolean news = !Objects.equals(children, last);
        last = children;
        return news;
    }

    @Override
    boolean call(@Nullable List<String> children, @Nullable WatchEvent event) throws Exception {
        return listener.changed(children, event);
    }
}
