package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.PersistentWatch;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's sessions, one after another, as other threads see them: every method here may be called by any thread,
 * and everything behind it happens on the event loop. The only ways in are {@link #submit}, {@link #addWatch},
 * {@link #start}, {@link #stop} and {@link #removeWatcher}.
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

    /** As {@link #removeWatcher(String, Watcher, Chroot)} with the client's own chroot. */
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher) {
        return removeWatcher(path, watcher, settings.chroot());
    }

    /** Takes a watcher off a path as the caller names it in a view with this chroot; true if it was there. */
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher, Chroot view) {
        CompletableFuture<Boolean> removed = new CompletableFuture<>();
        onLoop(() -> driver.removeWatcher(path, watcher, view, removed), () -> removed.complete(false));
        return removed;
    }

    /** As {@link #addWatch(String, AddWatchMode, Watcher, Chroot)} with the client's own chroot. */
    public CompletableFuture<PersistentWatch> addWatch(String path, AddWatchMode mode, Watcher watcher) {
        return addWatch(path, mode, watcher, settings.chroot());
    }

    /** Arms a watch that stays; the watcher is told the paths of a view with this chroot. */
    public CompletableFuture<PersistentWatch> addWatch(String path, AddWatchMode mode, Watcher watcher, Chroot view) {
        PersistentWatch watch = new PersistentWatch(path, watcher, it -> removeWatcher(path, it, view));
        CompletableFuture<PersistentWatch> armed = new CompletableFuture<>();
        AddWatch operation = new AddWatch(path, mode);
        driver.pending()
                .submit(new Request<>(operation, view, watch, settings.completeOn()))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        armed.complete(watch);
                    } else {
                        armed.completeExceptionally(failure);
                    }
                });
        return armed;
    }

    private void onLoop(Runnable task, Runnable whenShutDown) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            whenShutDown.run();
        }
    }
}
