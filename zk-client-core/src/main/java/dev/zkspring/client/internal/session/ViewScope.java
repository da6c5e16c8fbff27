package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which watchers were registered through a view, so that they end with it. Safe for use by any thread. */
final class ViewScope {

    /** A watcher on a path; one that stays is not done with its first event. */
    record Entry(String path, Watcher watcher, boolean stays) {}

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /** From now on no watcher is called. Returns those that may still be registered. */
    List<Entry> close() {
        closed = true;
        List<Entry> left = List.copyOf(entries);
        entries.clear();
        return left;
    }

    /** The watcher to register instead of the caller's; equal for equal watchers. */
    Watcher wrap(Watcher watcher) {
        return new Scoped(this, watcher);
    }

    void add(String path, @Nullable Watcher scoped, boolean stays) {
        if (scoped != null && !closed) {
            entries.add(new Entry(path, scoped, stays));
        }
    }

    void forget(String path, Watcher scoped) {
        entries.remove(new Entry(path, scoped, false));
        entries.remove(new Entry(path, scoped, true));
    }

    /** The caller's watcher, silent when the view is closed. */
    private record Scoped(ViewScope scope, Watcher watcher) implements Watcher {

        @Override
        public void process(WatchEvent event) throws Exception {
            scope.entries.remove(new Entry(event.path(), this, false));
            if (event.type() == WatchEvent.Type.SESSION_LOST) {
                scope.forget(event.path(), this);
            }
            if (!scope.closed) {
                watcher.process(event);
            }
        }

        @Override
        public String toString() {
            return watcher.toString();
        }
    }
}
