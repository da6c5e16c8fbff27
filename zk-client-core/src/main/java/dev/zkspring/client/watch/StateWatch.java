package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ClientClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows one value: reads it with a one-shot watcher, hands it on if it is news, and reads again when the watcher
 * fires or the session is lost. Since each read arms the watcher before its value is handed on, the last value handed
 * on is the newest, and a slow listener makes values be skipped, never queued. All fields but {@code closed} are
 * confined to the watch's serial queue.
 *
 * @param <V> what is read; {@code null} stands for a missing node
 */
abstract class StateWatch<V> implements Watch {

    /** 100 ms doubled seven times: 12.8 s between reads of a node that cannot be read. */
    private static final int MAX_DOUBLINGS = 7;

    private final ZkClient client;

    private final String path;

    private final Executor queue;

    private final WatchErrorHandler errorHandler;

    private final boolean waitForCreation;

    private final Watcher watcher = this::onEvent;

    private final ConnectionListener revival = this::onStateChange;

    private final Backoff backoff = new Backoff(MAX_DOUBLINGS);

    private volatile boolean closed;

    /** Whether the value read next is known to the listener, whatever it is. */
    private boolean known;

    private boolean reading;

    private boolean stale;

    private @Nullable WatchEvent trigger;

    /** Without waiting for its creation a missing node is the end of the watch. */
    StateWatch(WatchSettings settings, boolean waitForCreation) {
        this.client = settings.client();
        this.path = settings.path();
        this.queue = settings.queue();
        this.errorHandler = settings.errorHandler();
        this.known = !settings.initial();
        this.waitForCreation = waitForCreation;
    }

    /** Reads the value and arms the watcher; fails on a missing node. */
    abstract CompletableFuture<V> fetch(Watcher watcher);

    /** Whether the listener has not seen this value; remembers it. */
    abstract boolean isNews(@Nullable V value);

    /** Calls the listener. */
    abstract boolean call(@Nullable V value, @Nullable WatchEvent event) throws Exception;

    final ZkClient client() {
        return client;
    }

    @Override
    public final String path() {
        return path;
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            client.removeListener(revival);
            disarm();
        }
    }

    private void disarm() {
        client.async().removeWatcher(path, watcher);
    }

    final void begin() {
        queue.execute(this::read);
    }

    private void onEvent(WatchEvent event) {
        queue.execute(() -> {
            trigger = isNodeEvent(event) ? event : null;
            read();
        });
    }

    private static boolean isNodeEvent(WatchEvent event) {
        return event.type() != WatchEvent.Type.SESSION_LOST && event.type() != WatchEvent.Type.RESYNC;
    }

    private void read() {
        if (closed) {
            return;
        }
        if (reading) {
            stale = true;
            return;
        }
        reading = true;
        stale = false;
        fetchOrMissing().whenCompleteAsync(this::finishRead, queue);
    }

    private CompletableFuture<@Nullable V> fetchOrMissing() {
        CompletableFuture<V> read = fetch(watcher);
        // On the queue, where a call may wait while too much is in flight; on the event loop it would fail.
        return read.handleAsync((value, error) -> ReadFailure.isNoNode(error) ? armOnMissing() : read, queue)
                .thenCompose(Function.identity());
    }

    /** Arms the watcher for the creation of the node, which may have come about since it was found missing. */
    private CompletableFuture<@Nullable V> armOnMissing() {
        if (!waitForCreation) {
            return CompletableFuture.completedFuture(null);
        }
        return client.async()
                .exists(path, watcher)
                .thenComposeAsync(
                        stat -> stat == null ? CompletableFuture.completedFuture(null) : fetchOrMissing(), queue);
    }

    private void finishRead(@Nullable V value, @Nullable Throwable error) {
        reading = false;
        if (closed) {
            // The read may have armed the watcher after close() took it off.
            disarm();
        } else if (error == null) {
            backoff.reset();
            deliver(value);
        } else {
            readLater(ReadFailure.cause(error));
        }
        if (stale && error == null) {
            read();
        }
    }

    private void deliver(@Nullable V value) {
        WatchEvent event = trigger;
        trigger = null;
        boolean last = value == null && !waitForCreation;
        boolean skipped = !isNews(value) || known && !last;
        known = false;
        if (skipped) {
            return;
        }
        try {
            if (last) {
                close();
            }
            if (!call(value, event)) {
                close();
            }
        } catch (Exception | LinkageError | AssertionError e) {
            errorHandler.handle(path, e);
        }
    }

    private void readLater(Throwable error) {
        if (error instanceof ClientClosedException) {
            waitForStart();
            return;
        }
        if (backoff.isFresh() && !ReadFailure.isLinkTrouble(error)) {
            errorHandler.handle(path, error);
        }
        CompletableFuture.delayedExecutor(backoff.nextMillis(), TimeUnit.MILLISECONDS, queue)
                .execute(this::read);
    }

    private void waitForStart() {
        client.addListener(revival);
        if (client.isConnected()) {
            revive();
        }
    }

    private void onStateChange(ConnectionEvent event) {
        if (event.state() == ConnectionState.CONNECTED) {
            revive();
        }
    }

    private void revive() {
        client.removeListener(revival);
        queue.execute(this::read);
    }
}
