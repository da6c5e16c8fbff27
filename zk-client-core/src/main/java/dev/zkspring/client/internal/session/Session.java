package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Authenticate;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.PersistentWatch;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client's sessions, one after another, as other threads see them: every method here may be called by any thread,
 * and everything behind it happens on the event loop. There is no other way in.
 *
 * <p>The client's own object is the whole of it. Its views are objects of their own, with a longer chroot, or for one
 * session only: their requests fail once that session is gone.
 */
public final class Session {

    private final EventLoop loop;

    private final SessionSettings settings;

    private final SessionDriver driver;

    private final Chroot chroot;

    /** {@code null} for the whole. */
    private final @Nullable ViewScope scope;

    private final Origin origin;

    /** Of requests that name their node as the server does. */
    private final Origin originOnServer;

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
        this.chroot = settings.chroot();
        this.scope = null;
        this.origin = new Origin(chroot, Request.ANY_SESSION, settings.completeOn(), null);
        this.originOnServer = new Origin(Chroot.NONE, Request.ANY_SESSION, settings.completeOn(), null);
    }

    private Session(Session of, Chroot chroot, long only) {
        this.loop = of.loop;
        this.settings = of.settings;
        this.driver = of.driver;
        this.chroot = chroot;
        this.scope = new ViewScope();
        this.origin = new Origin(chroot, only, settings.completeOn(), null);
        this.originOnServer = new Origin(Chroot.NONE, only, settings.completeOn(), null);
    }

    /** A view whose paths are those below a node. */
    public Session withChroot(String path) {
        return new Session(this, new Chroot(chroot.prefix() + (path.equals("/") ? "" : path)), origin.only());
    }

    /** A view for one session. */
    public Session withSession(SessionId session) {
        if (isForOneSession() && origin.only() != session.id()) {
            throw new IllegalArgumentException("session: %s (expected: %s, which this view is for already)"
                    .formatted(session, SessionId.toString(origin.only())));
        }
        return new Session(this, chroot, session.id());
    }

    /** Whether requests are for one session only. */
    public boolean isForOneSession() {
        return origin.only() != Request.ANY_SESSION;
    }

    /**
     * This object, if it is the whole.
     *
     * @throws IllegalStateException names the call that a view does not take
     */
    public Session whole(String call) {
        if (scope != null) {
            throw new IllegalStateException(
                    call + " on a view of client " + settings.clientName() + " (expected: on the client itself)");
        }
        return this;
    }

    /** Ends what was registered through this view; its requests fail from now on. Idempotent. */
    public void closeView() {
        if (scope != null) {
            scope.close().forEach(entry -> removeRegistered(entry.path(), entry.watcher()));
        }
    }

    public boolean isView() {
        return scope != null;
    }

    /** Whether this is a view that was closed. */
    public boolean isClosedView() {
        return scope != null && scope.isClosed();
    }

    /** Between paths of this view and paths of the servers. */
    public Chroot chroot() {
        return chroot;
    }

    /** Of a closed view it is that of a client which never began. */
    public SessionSnapshot snapshot() {
        return isClosedView() ? SessionSnapshot.INITIAL : driver.state().snapshot();
    }

    /** Highest transaction id in an answer of this session. */
    public long lastZxid() {
        return driver.lastZxid();
    }

    /** What the whole client is busy with. */
    public ClientStatistics statistics() {
        return driver.statistics();
    }

    /** Why each server could not be used at the last try. */
    public Map<ServerAddress, String> connectFailures() {
        return driver.dialer().failures();
    }

    /** Hands a request to the event loop; its future completes there. Waits while too much is in flight. */
    public <R> Request<R> submit(Operation<R> operation, @Nullable Watcher watcher) {
        return submit(operation, watcher, origin);
    }

    /** As {@link #submit}, for an operation that names its node as the server does. */
    public <R> Request<R> submitOnServerPath(Operation<R> operation, @Nullable Watcher watcher) {
        return submit(operation, watcher, originOnServer);
    }

    private <R> Request<R> submit(Operation<R> operation, @Nullable Watcher watcher, Origin from) {
        return scope == null || watcher == null
                ? send(request(operation, from.with(watcher)))
                : sendScoped(scope, operation, scope.wrap(watcher), from);
    }

    private <R> Request<R> sendScoped(ViewScope scope, Operation<R> operation, Watcher watcher, Origin from) {
        String path = Objects.requireNonNull(operation.path());
        scope.add(path, watcher, false);
        Request<R> request = send(request(operation, from.with(watcher)));
        request.whenComplete((result, failure) -> {
            if (failure != null) {
                scope.forget(path, watcher);
            }
        });
        return request;
    }

    /** On the caller's thread. */
    private <R> Request<R> request(Operation<R> operation, Origin from) {
        ClientObserver observer = settings.observers().present();
        return observer == null
                ? new Request<>(operation, from)
                : new ObservedRequest<>(operation, from, observer, loop.ticker());
    }

    private <R> Request<R> send(Request<R> request) {
        return isRefused(request) ? request : driver.pending().submit(request);
    }

    private <R> Request<R> sendNext(Request<R> request, long deadline) {
        request.deadline = deadline;
        return isRefused(request) ? request : driver.pending().submitOwn(request);
    }

    private boolean isRefused(Request<?> request) {
        if (isClosedView()) {
            request.fail(ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, "the view is closed", null);
            return true;
        }
        return false;
    }

    /**
     * As {@link #submit}, for a later request of an operation that takes several: outside the limit of what is in
     * flight, because it is made on the event loop, which cannot wait, and must not fail half way for want of room.
     */
    public <R> Request<R> submitNext(Operation<R> operation) {
        return sendNext(request(operation, origin), Request.NO_DEADLINE);
    }

    /** When a call that is made now has to be done, for its later requests. */
    public long deadline() {
        return loop.ticker().nanoTime() + settings.requestTimeout().toNanos();
    }

    /** As {@link #submitNext(Operation)}, for a request that has to be done at this time. */
    public <R> Request<R> submitNext(Operation<R> operation, long deadline) {
        return sendNext(request(operation, origin), deadline);
    }

    /** As {@link #submitNext(Operation, long)}, for an operation that names its node as the server does. */
    public <R> Request<R> submitNextOnServerPath(Operation<R> operation, long deadline) {
        return sendNext(request(operation, originOnServer), deadline);
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

    /** The servers to choose from. */
    public List<ServerAddress> hosts() {
        return driver.dialer().hosts();
    }

    /** Other servers to choose from; the present one is left only if it is not among them. */
    public void setHosts(List<ServerAddress> hosts) {
        driver.dialer().setHosts(hosts);
        onLoop(driver::hostsChanged, () -> {});
    }

    /** Takes a watcher off a path as the caller names it; true if it was there. */
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher) {
        if (scope == null) {
            return removeRegistered(path, watcher);
        }
        Watcher scoped = scope.wrap(watcher);
        scope.forget(path, scoped);
        return removeRegistered(path, scoped);
    }

    private CompletableFuture<Boolean> removeRegistered(String path, Watcher watcher) {
        CompletableFuture<Boolean> removed = new CompletableFuture<>();
        onLoop(() -> driver.removeWatcher(path, watcher, chroot, removed), () -> removed.complete(false));
        return removed;
    }

    /** Adds a credential to those of the client; the future completes when a server has accepted it. */
    public CompletableFuture<Void> addAuth(AuthInfo auth) {
        Operation<Void> operation = new Authenticate(auth.scheme(), auth.credential());
        Request<Void> request = request(operation, originOnServer);
        onLoop(
                () -> driver.addAuth(auth, request),
                () -> request.fail(ErrorCode.CLIENT_CLOSED, Outcome.NOT_SENT, "closed", null));
        return request;
    }

    /** Arms a watch that stays. */
    public CompletableFuture<PersistentWatch> addWatch(String path, AddWatchMode mode, Watcher watcher) {
        CompletableFuture<PersistentWatch> armed = new CompletableFuture<>();
        Watcher target = scope == null ? watcher : scope.wrap(watcher);
        PersistentWatch watch = new PersistentWatch(path, target, it -> remove(path, target, it));
        if (scope != null) {
            scope.add(path, target, true);
        }
        send(request(new AddWatch(path, mode), origin.with(watch))).whenComplete((done, failure) -> {
            if (failure == null) {
                armed.complete(watch);
            } else {
                release(path, target);
                armed.completeExceptionally(failure);
            }
        });
        return armed;
    }

    private void remove(String path, Watcher target, PersistentWatch watch) {
        release(path, target);
        removeRegistered(path, watch);
    }

    private void release(String path, Watcher target) {
        if (scope != null) {
            scope.release(path, target);
        }
    }

    private void onLoop(Runnable task, Runnable whenShutDown) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            whenShutDown.run();
        }
    }
}
