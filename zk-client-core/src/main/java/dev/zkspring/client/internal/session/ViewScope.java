package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Which watchers were registered through a view, so that they end with it. Safe for use by any thread. */
final class ViewScope {

    /** A watcher on a path; one that stays is not done with its first event. */
    record Entry(String path, Watcher watcher, boolean stays) {}

    /** Each with the number of its registrations; of one that does not stay there is one. */
    private final Map<Entry, Integer> entries = new ConcurrentHashMap<>();

    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    /** From now on no watcher is called. Returns those that may still be registered. */
    List<Entry> close() {
        closed = true;
        List<Entry> left = List.copyOf(entries.keySet());
        entries.clear();
        return left;
    }

    /** The watcher to register instead of the caller's, of the same sort; equal for equal watchers. */
    Watcher wrap(Watcher watcher) {
        return watcher instanceof StateWatcher state ? new ScopedState(this, state) : new Scoped(this, watcher);
    }

    void add(String path, @Nullable Watcher scoped, boolean stays) {
        if (scoped != null && !closed) {
            entries.merge(new Entry(path, scoped, stays), 1, (present, one) -> stays ? present + one : one);
        }
    }

    /** A registration that stays is over, or did not come about. */
    void release(String path, Watcher scoped) {
        entries.computeIfPresent(new Entry(path, scoped, true), (entry, left) -> left == 1 ? null : left - 1);
    }

    void forget(String path, Watcher scoped) {
        entries.remove(new Entry(path, scoped, false));
        entries.remove(new Entry(path, scoped, true));
    }

    /** Whether a scoped watcher is to pass the event on. */
    private boolean isFor(Watcher scoped, WatchEvent event) {
        entries.remove(new Entry(event.path(), scoped, false));
        if (event.type() == WatchEvent.Type.SESSION_LOST) {
            forget(event.path(), scoped);
        }
        return !closed;
    }

    /** The caller's watcher, silent when the view is closed. */
    private record Scoped(ViewScope scope, Watcher watcher) implements Watcher {

        @Override
        public void process(WatchEvent event) throws Exception {
            if (scope.isFor(this, event)) {
                watcher.process(event);
            }
        }

        @Override
        public String toString() {
            return watcher.toString();
        }
    }

    /** The same, called on the executor of the caller's. */
    private record ScopedState(ViewScope scope, StateWatcher watcher) implements StateWatcher {

        @Override
        public Executor executor() {
            return watcher.executor();
        }

        @Override
        public void process(WatchEvent event) {
            if (scope.isFor(this, event)) {
                watcher.process(event);
            }
        }

        @Override
        public String toString() {
            return watcher.toString();
        }
    }
}
