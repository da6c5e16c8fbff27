package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's sessions, one after another, as other threads see them: every method here may be called by any thread,
 * and everything behind it happens on the event loop. The only ways in are {@link #submit}, {@link #start}, {@link
 * #stop}, {@link #detach} and {@link #removeWatcher}.
 */
public final class Session {

    private final EventLoop loop;

    private final SessionSettings settings;

    private final SessionDriver driver;

    public Session(
            EventLoop loop,
            Connector connector,
            Resolver resolver,
            VersionReader versions,
            SessionSettings settings,
            CallbackDispatcher callbacks,
            ConnectionListeners listeners) {
        this.loop = loop;
        this.settings = settings;
        this.driver = new SessionDriver(loop, connector, resolver, versions, settings, callbacks, listeners);
    }

    public SessionSnapshot snapshot() {
        return driver.state().snapshot();
    }

    /** Highest transaction id in an answer of this session. */
    public long lastZxid() {
        return driver.lastZxid();
    }

    /** Why each server could not be used at the last try. */
    public Map<ServerAddress, String> connectFailures() {
        return driver.dialer().failures();
    }

    /** Hands a request to the event loop; its future completes there. Waits while too much is in flight. */
    public <R> Request<R> submit(Operation<R> operation, @Nullable Watcher watcher) {
        return driver.pending().submit(new Request<>(operation, settings.chroot(), watcher, settings.completeOn()));
    }

    /**
     * As {@link #submit}, for a later request of an operation that takes several: outside the limit of what is in
     * flight, because it is made on the event loop, which cannot wait, and must not fail half way for want of room.
     */
    public <R> Request<R> submitNext(Operation<R> operation) {
        return driver.pending().submitOwn(new Request<>(operation, settings.chroot(), null, settings.completeOn()));
    }

    /** As {@link #submitNext}, for an operation that names its node as the server does. */
    public <R> Request<R> submitNextOnServerPath(Operation<R> operation) {
        return driver.pending().submitOwn(new Request<>(operation, Chroot.NONE, null, settings.completeOn()));
    }

    /** Begins to connect; the future completes when connected. Idempotent. */
    public CompletableFuture<Void> start() {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        onLoop(
                () -> driver.start(connected),
                () -> connected.completeExceptionally(new IllegalStateException("client is closed")));
        return connected;
    }

    /**
     * Closes the session; the future tells whether no session is left behind on the servers. Idempotent.
     *
     * @param limit how long the server may take to confirm
     */
    public CompletableFuture<Boolean> stop(Duration limit) {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        onLoop(() -> driver.stop(limit, stopped), () -> stopped.complete(true));
        return stopped;
    }

    /**
     * Waits for the answers to what was submitted before, and leaves the session to the servers.
     *
     * @param limit for the answers; what is unanswered then fails, and the session is left all the same
     */
    public CompletableFuture<SessionId> detach(Duration limit) {
        CompletableFuture<SessionId> detached = new CompletableFuture<>();
        onLoop(
                () -> driver.detach(limit, detached),
                () -> detached.completeExceptionally(
                        Failure.local(ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, "detach", null, "closed")
                                .toException(null)));
        return detached;
    }

    /** Takes a watcher off a path as the caller names it; true if it was there. */
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher) {
        CompletableFuture<Boolean> removed = new CompletableFuture<>();
        onLoop(() -> driver.removeWatcher(path, watcher, removed), () -> removed.complete(false));
        return removed;
    }

    private void onLoop(Runnable task, Runnable whenShutDown) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            whenShutDown.run();
        }
    }
}
