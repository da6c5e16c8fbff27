package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a link to some server, resumes the session on another one when the link breaks, and opens a new session when
 * the old one is gone. Confined to the session's event loop, but for the construction and {@link #lastZxid}.
 */
final class SessionDriver implements Connection.Owner, Dialer.Listener, Upkeep.Owner {

    private final EventLoop loop;

    private final SessionSettings settings;

    private final StateMachine state;

    private final Dialer dialer;

    private final PendingRequests pending;

    private final Watches watches;

    private final Upkeep upkeep;

    private final Lifecycle lifecycle = new Lifecycle();

    private final Handshake handshake;

    private final GhostCloser ghosts;

    /** Highest transaction id in an answer; written by the loop only. */
    private final AtomicLong lastZxid = new AtomicLong();

    private @Nullable Connection connection;

    private @Nullable SessionId sessionId;

    SessionDriver(
            EventLoop loop,
            Connector connector,
            Resolver resolver,
            SessionSettings settings,
            CallbackDispatcher callbacks,
            ConnectionListeners listeners) {
        this.loop = loop;
        this.settings = settings;
        this.state = new StateMachine(settings.clientName(), loop, listeners);
        this.dialer = new Dialer(loop, connector, resolver, settings, state, this);
        this.handshake = new Handshake(loop, settings);
        this.ghosts = new GhostCloser(loop, settings, this::ghostIsClosed);
        this.watches = new Watches(settings.chroot(), callbacks);
        this.pending = new PendingRequests(loop, settings, this::drain);
        this.upkeep = new Upkeep(loop, pending, this);
    }

    StateMachine state() {
        return state;
    }

    Dialer dialer() {
        return dialer;
    }

    PendingRequests pending() {
        return pending;
    }

    long lastZxid() {
        return lastZxid.get();
    }

    void start(CompletableFuture<Void> connected) {
        if (lifecycle.isStopping()) {
            lifecycle.startAgain(connected);
            return;
        }
        if (state.phase() == SessionPhase.CLOSED || state.phase() == SessionPhase.AUTH_FAILED) {
            state.transitionTo(Transition.connecting());
            dialer.start();
        }
        lifecycle.whenConnected(connected, state.phase());
    }

    void stop(Duration limit, CompletableFuture<Boolean> stopped) {
        drain();
        lifecycle.whenStopped(stopped);
        lifecycle.dropRestarts();
        switch (state.phase()) {
            case CONNECTED, CONNECTED_READ_ONLY -> closeSession(limit);
            case CONNECTING -> stopConnecting(limit);
            case AUTH_FAILED -> endStopped(true);
            case RECONNECTING, EXPIRED -> endStopped(false);
            case CLOSED -> lifecycle.stopped(true).forEach(this::start);
            case CLOSING -> {
                // An earlier stop is under way and completes this one too.
            }
        }
    }

    /** A server that was asked for a session may just be opening it: nobody else could close it then. */
    private void stopConnecting(Duration limit) {
        dialer.cancel();
        handshake.end();
        Connection opening = connection;
        connection = null;
        if (opening != null) {
            ghosts.takeOver(opening, limit);
        } else if (ghosts.isClosing()) {
            ghosts.hurry(limit);
        } else {
            endStopped(ghosts.isIdle());
        }
    }

    private void ghostIsClosed(boolean gone) {
        if (lifecycle.isStopping()) {
            endStopped(gone);
        } else {
            dialer.start();
        }
    }

    void removeWatcher(String path, Watcher watcher, CompletableFuture<Boolean> removed) {
        drain();
        watches.remove(path, watcher, pending, connection, removed);
        drain();
    }

    private void drain() {
        pending.take(state.phase().acceptsRequests());
        if (state.phase().isLinked() && connection != null) {
            connection.write(pending.queue());
        }
        pending.rest();
        upkeep.arm();
    }

    @Override
    public void connected(Channel channel, Endpoint endpoint, int addresses) {
        if (ghosts.closeOn(channel, endpoint, lastZxid.get(), addresses)) {
            lastZxid.set(0);
            return;
        }
        connection = new Connection(channel, endpoint, this, upkeep.liveness(), settings);
        handshake.begin(connection, sessionId, lastZxid.get(), addresses);
    }

    @Override
    public void handshakeAnswered(Connection answered, ConnectResponse response) {
        if (answered != connection) {
            return;
        }
        handshake.end();
        if (response.expired() && sessionId == null) {
            answered.close(new LinkException("server refused to open a session"));
        } else if (response.expired()) {
            expire(LostReason.EXPIRED_BY_SERVER);
        } else {
            established(answered, response);
        }
    }

    private void established(Connection answered, ConnectResponse response) {
        boolean fresh = sessionId == null;
        SessionId session = new SessionId(response.sessionId(), response.password());
        sessionId = session;
        dialer.found();
        upkeep.linked(response.timeoutMillis());
        if (fresh) {
            upkeep.liveness().opened(answered.openedAt());
        } else {
            answered.setWatches(watches.rearm(lastZxid.get()));
        }
        // Shows early whether the server really serves this session, and moves the session's own clock on.
        answered.ping();
        state.transitionTo(Transition.connected(answered.endpoint(), session, response, fresh));
        lifecycle.connected();
        drain();
    }

    @Override
    public void answered(Request<?> request, long zxid, int error, WireReader body) {
        upkeep.liveness().answered(request.sentAt);
        if (zxid > lastZxid.get()) {
            lastZxid.lazySet(zxid);
        }
        watches.register(request, error, pending, connection);
        pending.complete(request, error, body);
        serverError(error);
        if (request.watcher() != null && !pending.queue().isEmpty()) {
            drain();
        }
    }

    @Override
    public void serverError(int error) {
        ErrorCode code = ErrorCode.of(error);
        switch (code) {
            case AUTH_FAILED, SESSION_CLOSED_REQUIRE_SASL_AUTH ->
                end(SessionPhase.AUTH_FAILED, LostReason.AUTH_FAILED, "server answered: " + code, false);
            case SESSION_EXPIRED, SESSION_MOVED -> breakLink("server answered: " + code);
            default -> {
                // Concerns the one request only.
            }
        }
    }

    private void breakLink(String reason) {
        if (state.phase().isLinked()) {
            close(connection, reason);
        }
    }

    @Override
    public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {
        pending.fail(request, code, outcome, detail, null);
    }

    @Override
    public void notified(Notification notification, long zxid) {
        watches.fire(notification, zxid);
    }

    @Override
    public void writable(Connection which) {
        drain();
    }

    @Override
    public void disconnected(Connection ended, Exception cause) {
        if (ended != connection) {
            return;
        }
        connection = null;
        handshake.end();
        upkeep.liveness().unlinked();
        switch (state.phase()) {
            case CONNECTING, RECONNECTING -> dialer.tryNext(ended.endpoint(), cause);
            case CONNECTED, CONNECTED_READ_ONLY -> suspend(ended, cause);
            case CLOSING -> {
                pending.failAll(ended.inFlight(), ErrorCode.CONNECTION_LOSS, "the client was being stopped", cause);
                endStopped(false);
            }
            case CLOSED, EXPIRED, AUTH_FAILED -> {
                // Whoever made the transition closed the connection and has settled its requests.
            }
        }
    }

    private void suspend(Connection ended, Exception cause) {
        state.transitionTo(Transition.suspended(state.snapshot(), cause));
        pending.take(true);
        pending.carryOver(ended.inFlight(), cause);
        pending.rest();
        dialer.startAfter(ended.endpoint());
        upkeep.arm();
    }

    /** The session is gone, and no link is up; a new one is opened at once. */
    private void expire(LostReason reason) {
        SessionId lost = sessionId;
        sessionId = null;
        Connection opening = connection;
        connection = null;
        handshake.end();
        close(opening, "session " + lost + " is lost");
        state.transitionTo(Transition.lost(SessionPhase.EXPIRED, state.snapshot(), reason, null));
        pending.take(true);
        pending.failQueued(ErrorCode.SESSION_EXPIRED, "session " + lost + " is lost");
        pending.rest();
        watches.sessionLost();
        if (reason == LostReason.EXPIRED_BY_CLOCK) {
            ghosts.remember(lost);
        } else {
            lastZxid.set(0);
        }
        if (settings.connectionRetry().ignoreExpire()) {
            state.transitionTo(Transition.connecting());
            dialer.start();
            upkeep.arm();
        } else {
            end(SessionPhase.CLOSED, reason, "session expired, and the connection retry policy heeds that", true);
        }
    }

    private static void close(@Nullable Connection ending, String why) {
        if (ending != null) {
            ending.close(new LinkException(why));
        }
    }

    private void closeSession(Duration limit) {
        state.transitionTo(Transition.closing(state.snapshot()));
        pending.explainClosed("stopped");
        if (connection != null) {
            Farewell.queue(pending, connection, loop, limit, () -> endStopped(true));
        }
        drain();
    }

    private void endStopped(boolean nothingLeftBehind) {
        end(SessionPhase.CLOSED, LostReason.CLOSED, "stopped", nothingLeftBehind);
        dialer.forgetFailures();
    }

    /** Ends the session for good, or until the next start; every request that is left fails. */
    private void end(SessionPhase phase, LostReason reason, String why, boolean nothingLeftBehind) {
        if (!state.phase().successors().contains(phase)) {
            return;
        }
        state.transitionTo(Transition.lost(phase, state.snapshot(), reason, null));
        dialer.cancel();
        handshake.end();
        ghosts.cancel();
        ErrorCode code = phase == SessionPhase.AUTH_FAILED ? ErrorCode.AUTH_FAILED : ErrorCode.CLIENT_CLOSED;
        Connection last = connection;
        connection = null;
        close(last, why);
        if (last != null) {
            pending.failAll(last.inFlight(), code, why, null);
        }
        pending.explainClosed(why);
        pending.take(false);
        pending.failQueued(code, why);
        pending.rest();
        watches.sessionLost();
        sessionId = null;
        lastZxid.set(0);
        upkeep.cancel();
        lifecycle.failStart(code, why);
        lifecycle.stopped(nothingLeftBehind).forEach(this::start);
    }

    @Override
    public void gaveUp(RetryPolicy policy) {
        String why = "the connection retry policy gave up: " + policy + "; " + dialer.failures();
        end(SessionPhase.CLOSED, LostReason.RETRIES_EXHAUSTED, why, sessionId == null);
    }

    @Override
    public @Nullable Connection connection() {
        return connection;
    }

    @Override
    public boolean hasSession() {
        return sessionId != null;
    }

    @Override
    public boolean acceptsRequests() {
        return state.phase().acceptsRequests();
    }

    @Override
    public void linkIsDead(String why) {
        breakLink(why);
    }

    @Override
    public void sessionIsDead(String why) {
        breakLink(why);
        if (state.phase() == SessionPhase.RECONNECTING) {
            expire(LostReason.EXPIRED_BY_CLOCK);
        }
    }

    @Override
    public void timeHasPassed() {
        drain();
    }
}
