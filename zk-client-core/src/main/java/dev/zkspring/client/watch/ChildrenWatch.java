package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener with the sorted names of a node's children and then after each change that it observes, also across
 * lost links and new sessions. Lists may be skipped, the newest never is. While the node is missing it waits; a
 * deletion is reported as {@code null}, which is not the same as no children.
 *
 * <p>Of changes behind an ACL that keeps the client out for a while, see {@link
 * dev.zkspring.client.ZkClientBuilder#resyncInterval}.
 */
public final class ChildrenWatch extends StateWatch<List<String>> {

    private final Call call;

    private @Nullable List<String> before;

    private @Nullable List<String> last;

    private ChildrenWatch(WatchSettings settings, Call call) {
        super(settings, true);
        this.call = call;
    }

    /**
     * Prepares a watch.
     *
     * @throws IllegalArgumentException if the path is invalid
     */
    public static WatchBuilder<ChildrenListener, ChildrenWatch> on(ZkClient client, String path) {
        return new WatchBuilder<>(
                client,
                path,
                (settings, listener) ->
                        start(settings, (before, children, event) -> listener.changed(children, event)));
    }

    /**
     * Prepares a watch whose listener is also told which names are new and which are gone. With {@code initial(false)}
     * the first difference is the one to the names found at the start.
     *
     * @throws IllegalArgumentException if the path is invalid
     */
    public static WatchBuilder<ChildrenChangeListener, ChildrenWatch> onChange(ZkClient client, String path) {
        return new WatchBuilder<>(
                client,
                path,
                (settings, listener) -> start(
                        settings,
                        (before, children, event) ->
                                listener.changed(ChildrenChange.between(settings.path(), before, children, event))));
    }

    private static ChildrenWatch start(WatchSettings settings, Call call) {
        ChildrenWatch watch = new ChildrenWatch(settings, call);
        watch.begin();
        return watch;
    }

    @Override
    CompletableFuture<List<String>> fetch(StateWatcher watcher) {
        return client().async().getChildren(path(), watcher);
    }

    @Override
    boolean isNews(@Nullable List<String> names) {
        List<String> children = names == null ? null : names.stream().sorted().toList();
        boolean news = !Objects.equals(children, last);
        before = last;
        last = children;
        return news;
    }

    @Override
    boolean call(@Nullable List<String> names, @Nullable WatchEvent event) throws Exception {
        // Sorted, unlike what was read.
        return call.changed(before, last, event);
    }

    /** The listener, whichever kind it is. */
    private interface Call {
        boolean changed(@Nullable List<String> before, @Nullable List<String> children, @Nullable WatchEvent event)
                throws Exception;
    }
}
