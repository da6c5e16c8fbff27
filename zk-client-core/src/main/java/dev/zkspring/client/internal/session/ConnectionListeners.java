package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection listeners, each with a serial queue of its own. Safe for use by any thread. */
public final class ConnectionListeners {

    private static final Logger log = LoggerFactory.getLogger(ConnectionListeners.class);

    private final CallbackDispatcher callbacks;

    private final CopyOnWriteArrayList<Entry> entries = new CopyOnWriteArrayList<>();

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
        entries.addIfAbsent(new Entry(listener, owner, callbacks.serialExecutor("connection listener " + listener)));
    }

    public void remove(ConnectionListener listener, Object owner) {
        entries.removeIf(entry -> entry.owner() == owner && entry.listener().equals(listener));
    }

    public void removeAll(Object owner) {
        entries.removeIf(entry -> entry.owner() == owner);
    }

    public List<ConnectionListener> all(Object owner) {
        return entries.stream()
                .filter(entry -> entry.owner() == owner)
                .map(Entry::listener)
                .toList();
    }

    void announce(ConnectionEvent event) {
        for (Entry entry : entries) {
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
