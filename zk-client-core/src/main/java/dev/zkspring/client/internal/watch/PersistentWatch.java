package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A watcher that stays registered until it is closed or its session ends. Every instance counts for itself, also with
 * the same watcher on the same path. Safe for use by any thread.
 */
public final class PersistentWatch implements Watcher {

    private enum State {
        OPEN,
        /** The session is gone; the watcher is still to be told. */
        ENDED,
        /** The watcher is to be told nothing more. */
        CLOSED
    }

    private final String path;

    private final Watcher target;

    private final Consumer<PersistentWatch> onClose;

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /**
     * @param path as the caller names it
     * @param onClose takes the watch out of the session
     */
    public PersistentWatch(String path, Watcher target, Consumer<PersistentWatch> onClose) {
        this.path = path;
        this.target = target;
        this.onClose = onClose;
    }

    public String path() {
        return path;
    }

    Watcher target() {
        return target;
    }

    public boolean isClosed() {
        return state.get() != State.OPEN;
    }

    /** Nothing is delivered any more, not even what is queued. Idempotent, does not block. */
    public void close() {
        if (state.getAndSet(State.CLOSED) == State.OPEN) {
            onClose.accept(this);
        }
    }

    /** The session is gone, and the registration with it. */
    void end() {
        state.compareAndSet(State.OPEN, State.ENDED);
    }

    /** The session has already taken it out. */
    void silence() {
        state.set(State.CLOSED);
    }

    @Override
    public void process(WatchEvent event) throws Exception {
        if (state.get() != State.CLOSED) {
            target.process(event);
        }
    }

    @Override
    public String toString() {
        return "PersistentWatch[" + path + ", " + state + "]";
    }
}
