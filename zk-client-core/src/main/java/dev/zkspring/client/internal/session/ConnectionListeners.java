package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection listeners, each with a serial queue of its own. Safe for use by any thread. */
public final class ConnectionListeners {

    private static final Logger log = LoggerFactory.getLogger(ConnectionListeners.class);

    private final CallbackDispatcher callbacks;

    /** In order. Adding is quick also beside many: once a client is stopped, each of its state-based watches listens. */
    private final Set<Entry> entries = Collections.synchronizedSet(new LinkedHashSet<>());

    public ConnectionListeners(CallbackDispatcher callbacks) {
        this.callbacks = callbacks;
    }

    /** A listener counts once for each who added it: equality is that of both. */
    private record Entry(ConnectionListener listener, Object owner, Executor queue) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that && listener.equals(that.listener) && owner == that.owner;
        }

        @Override
        public int hashCode() {
            return listener.hashCode();
        }
    }

    /** Adds a listener for an owner, who is told apart by identity. */
    public void add(ConnectionListener listener, Object owner) {
        entries.add(new Entry(listener, owner, callbacks.serialExecutor("connection listener " + listener)));
    }

    public void remove(ConnectionListener listener, Object owner) {
        entries.remove(new Entry(listener, owner, Runnable::run));
    }

    public void removeAll(Object owner) {
        entries.removeIf(entry -> entry.owner() == owner);
    }

    public List<ConnectionListener> all(Object owner) {
        return List.copyOf(entries).stream()
                .filter(entry -> entry.owner() == owner)
                .map(Entry::listener)
                .toList();
    }

    void announce(ConnectionEvent event) {
        for (Entry entry : List.copyOf(entries)) {
            entry.queue().execute(() -> call(entry.listener(), event));
        }
    }

    private static void call(ConnectionListener listener, ConnectionEvent event) {
        try {
            listener.stateChanged(event);
        } catch (Exception e) {
            log.warn("Connection listener failed on {}", event.state(), e);
        }
    }
}
