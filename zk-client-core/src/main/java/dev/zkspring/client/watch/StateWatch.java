package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ClientClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one value: reads it with a one-shot watcher, hands it on if it is news, and reads again when the watcher
 * fires or the session is lost. Since each read arms the watcher before its value is handed on, the last value handed
 * on is the newest, and a slow listener makes values be skipped, never queued. There may be hundreds of thousands: what
 * is needed in trouble only is made when the trouble comes. All fields but {@code closed} and {@code revival} are
 * confined to the watch's serial queue.
 *
 * @param <V> what is read; {@code null} stands for a missing node
 */
abstract class StateWatch<V> implements Watch {

    private static final Logger log = LoggerFactory.getLogger(StateWatch.class);

    /** 100 ms doubled seven times: 12.8 s between reads of a node that cannot be read. */
    private static final int MAX_DOUBLINGS = 7;

    private final ZkClient client;

    private final String path;

    private final Executor queue;

    private final WatchErrorHandler errorHandler;

    private final boolean waitForCreation;

    private final StateWatcher watcher = new Look();

    /** Listens while the client is closed. */
    private volatile @Nullable ConnectionListener revival;

    /** There from the first failure to the next success. */
    private @Nullable Backoff backoff;

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
    abstract CompletableFuture<V> fetch(StateWatcher watcher);

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
            stopListening();
            disarm();
        }
    }

    private void disarm() {
        client.async().removeWatcher(path, watcher);
    }

    final void begin() {
        queue.execute(this::read);
    }

    /** Kept apart so that the call is no method of a public class. */
    private final class Look implements StateWatcher {

        @Override
        public Executor executor() {
            return queue;
        }

        @Override
        public void process(WatchEvent event) {
            trigger = isNodeEvent(event) ? event : null;
            read();
        }
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
        fetch();
    }

    private void fetch() {
        fetch(watcher).whenCompleteAsync(this::fetched, queue);
    }

    private void fetched(@Nullable V value, @Nullable Throwable error) {
        if (!ReadFailure.isNoNode(error)) {
            finishRead(value, error);
        } else if (waitForCreation && !closed) {
            armOnMissing();
        } else {
            finishRead(null, null);
        }
    }

    /** Arms the watcher for the creation of the node, which may have come about since it was found missing. */
    private void armOnMissing() {
        client.async().exists(path, watcher).whenCompleteAsync(this::lookedFor, queue);
    }

    private void lookedFor(@Nullable Stat stat, @Nullable Throwable error) {
        if (stat == null) {
            finishRead(null, error);
        } else {
            fetch();
        }
    }

    private void finishRead(@Nullable V value, @Nullable Throwable error) {
        reading = false;
        if (closed) {
            // The read may have armed the watcher after close() took it off.
            disarm();
        } else if (error == null) {
            backoff = null;
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
        } catch (Throwable e) {
            report(e);
        }
    }

    /** Guarded, because what comes after it keeps the watch going. */
    private void report(Throwable error) {
        try {
            errorHandler.handle(path, error);
        } catch (Throwable e) {
            log.warn("Error handler of the watch of {} failed", path, e);
        }
    }

    private void readLater(Throwable error) {
        if (error instanceof ClientClosedException) {
            waitForStart();
            return;
        }
        if (ReadFailure.isFinal(error, client)) {
            close();
            report(error);
            return;
        }
        if (backoff == null && !ReadFailure.isLinkTrouble(error) && !ReadFailure.isBusy(error)) {
            report(error);
        }
        readAfterPause();
    }

    private void readAfterPause() {
        Backoff present = backoff;
        if (present == null) {
            present = new Backoff(MAX_DOUBLINGS);
            backoff = present;
        }
        CompletableFuture.delayedExecutor(present.nextMillis(), TimeUnit.MILLISECONDS, queue)
                .execute(this::read);
    }

    private void waitForStart() {
        if (revival == null) {
            ConnectionListener listener = this::onStateChange;
            revival = listener;
            client.addListener(listener);
        }
        if (closed) {
            stopListening();
        } else if (client.isConnected()) {
            // Since a moment ago, or until the server has answered that the session is closed.
            stopListening();
            readAfterPause();
        } else {
            backoff = null;
        }
    }

    private void onStateChange(ConnectionEvent event) {
        if (event.state() == ConnectionState.CONNECTED) {
            revive();
        }
    }

    private void revive() {
        stopListening();
        queue.execute(this::read);
    }

    private void stopListening() {
        ConnectionListener listener = revival;
        if (listener != null) {
            client.removeListener(listener);
            revival = null;
        }
    }
}
