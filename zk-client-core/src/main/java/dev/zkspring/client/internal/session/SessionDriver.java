package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.observe.ClientStatistics;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a link to some server, resumes the session on another one when it breaks, and opens a new session when the old
 * one is gone. Confined to the session's event loop, but for construction, {@link #lastZxid} and {@link #statistics}.
 */
final class SessionDriver implements ConnectionOwner, Dialer.Listener, Upkeep.Owner {

    private final SessionSettings settings;

    private final StateMachine state;

    private final Dialer dialer;

    private final PendingRequests pending;

    private final Watches watches;

    private final Upkeep upkeep;

    private final SessionParts parts;

    private final Identity identity;

    private final SessionEnd ending;

    private final KnownServers servers;

    private final HostsChange hosts;

    SessionDriver(
            EventLoop loop,
            Connector connector,
            Resolver resolver,
            VersionReader versions,
            SessionSettings settings,
            CallbackDispatcher callbacks,
            ConnectionListeners listeners) {
        this.settings = settings;
        this.state = new StateMachine(settings.clientName(), loop, listeners, settings.observers());
        this.identity = new Identity(settings.resume());
        this.dialer = new Dialer(loop, connector, resolver, settings, state, identity, this);
        this.servers = new KnownServers(versions);
        this.pending = new PendingRequests(loop, settings, identity, this::drain);
        this.watches = new Watches(loop, settings, callbacks, pending, this::connection, identity::lastZxid);
        this.upkeep = new Upkeep(loop, pending, settings.wallClock(), this);
        ReadWriteSearch search = new ReadWriteSearch(loop, connector, settings, dialer, this::foundReadWrite);
        this.parts = new SessionParts(loop, settings, state, pending, watches, dialer, upkeep, identity, search);
        this.ending = new SessionEnd(parts, this::drain, this::start);
        this.hosts = new HostsChange(parts, ending);
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
        return identity.lastZxid();
    }

    /** The servers to choose from are others now. */
    void hostsChanged() {
        hosts.changed();
    }

    /** What the session is busy with, as any thread may ask: each number was right a moment ago. */
    ClientStatistics statistics() {
        return parts.statistics();
    }

    void start(CompletableFuture<Void> connected) {
        if (parts.lifecycle.isStopping()) {
            parts.lifecycle.startAgain(connected);
            return;
        }
        if (state.phase() == SessionPhase.CLOSED || state.phase() == SessionPhase.AUTH_FAILED) {
            state.transitionTo(Transition.connecting());
            if (identity.resume(settings.sessionTimeout())) {
                upkeep.resuming(identity.timeout());
            }
            dialer.start();
        }
        parts.lifecycle.whenConnected(connected, state.phase());
    }

    void stop(Duration limit, CompletableFuture<Boolean> stopped) {
        ending.stop(limit, stopped);
    }

    void detach(Duration limit, CompletableFuture<SessionId> detached) {
        ending.detach(limit, detached);
    }

    void removeWatcher(String path, Watcher watcher, Chroot view, CompletableFuture<Boolean> removed) {
        drain();
        watches.remove(path, watcher, view, removed);
        drain();
    }

    private void drain() {
        pending.take(state.phase().acceptsRequests());
        Connection connection = parts.connection;
        if (state.phase().isLinked() && connection != null) {
            connection.write(pending.queue());
        }
        pending.rest();
        upkeep.arm();
        ending.leaveIfSettled();
    }

    @Override
    public void connected(Channel channel, Endpoint endpoint, int addresses) {
        if (!ending.closeGhostOn(channel, endpoint, addresses)) {
            Connection opening =
                    new Connection(channel, endpoint, this, upkeep.liveness(), settings, servers.ask(endpoint));
            parts.connection = opening;
            parts.handshake.begin(opening, identity.session(), identity.newestZxid(), addresses);
        }
    }

    @Override
    public void handshakeAnswered(Connection answered, ConnectResponse response) {
        if (answered != parts.connection) {
            return;
        }
        if (response.expired() && !identity.isHeld()) {
            answered.close(new LinkException("server refused to open a session"));
        } else if (response.expired()) {
            ending.expire(LostReason.EXPIRED_BY_SERVER);
        } else {
            boolean wasAway = dialer.hasRetried();
            Runnable done = () -> accepted(answered, response, wasAway);
            parts.handshake.authenticate(answered, done, this::authFailed);
        }
    }

    private void accepted(Connection answered, ConnectResponse response, boolean wasAway) {
        Runnable task = () -> established(answered, response);
        if (!servers.whenAsked(answered.endpoint(), wasAway, task)) {
            // While this waits for its version the server must not take the session for expired.
            answered.ping();
        }
    }

    private void authFailed(String why) {
        ending.end(SessionPhase.AUTH_FAILED, LostReason.AUTH_FAILED, why, false);
    }

    void addAuth(AuthInfo auth, Request<Void> request) {
        if (state.phase().acceptsRequests()) {
            parts.authentication.add(auth, request);
        } else {
            pending.refuse(request);
        }
    }

    private void established(Connection answered, ConnectResponse response) {
        if (answered != parts.connection) {
            return;
        }
        watches.linked(answered.features());
        boolean fresh = !identity.isHeld();
        SessionId session = identity.hold(response);
        upkeep.linked(response.timeoutMillis());
        if (fresh) {
            ending.opened(response.readOnly());
            upkeep.liveness().opened(answered.openedAt());
        } else {
            answered.setWatches(watches.rearm(identity.lastZxid()));
        }
        // A write may find the link broken, and the next server is looked for already.
        if (answered == parts.connection) {
            served(answered, Transition.connected(answered, session, response, fresh));
        }
    }

    private void served(Connection answered, Transition connected) {
        dialer.found();
        state.transitionTo(connected);
        watches.resync();
        parts.lifecycle.connected();
        if (connected.to() == SessionPhase.CONNECTED_READ_ONLY) {
            parts.search.start(answered.endpoint());
        }
        // Shows early whether the server really serves this session, and moves the session's own clock on.
        if (!upkeep.liveness().isPingOutstanding()) {
            answered.ping();
        }
        drain();
        hosts.leaveUnlistedServer();
    }

    /** A read-only session goes no further than its link: what follows is a new one. */
    private void foundReadWrite(Endpoint server) {
        dialer.prefer(server);
        parts.moveOn("server " + server + " has a quorum");
    }

    @Override
    public void answered(Request<?> request, long zxid, int error, WireReader body) {
        upkeep.liveness().answered(request.sentAt);
        identity.seen(zxid);
        watches.register(request, error);
        pending.complete(request, error, body, parts.connection);
        if (error != 0) {
            serverError(error);
        }
        if (request.watcher() != null && pending.hasWork()) {
            drain();
        }
        ending.leaveIfSettled();
    }

    @Override
    public void serverError(int error) {
        ErrorCode code = ErrorCode.of(error);
        switch (code) {
            case AUTH_FAILED, SESSION_CLOSED_REQUIRE_SASL_AUTH -> authFailed("server answered: " + code);
            case SESSION_EXPIRED, SESSION_MOVED -> breakLink("server answered: " + code);
            default -> {
                // Concerns the one request only.
            }
        }
    }

    @Override
    public void sendAgain(Connection connection, RequestQueue reads) {
        if (connection == parts.connection || state.phase() == SessionPhase.RECONNECTING) {
            pending.sendAgain(reads);
            drain();
        } else {
            // One of the other answers has ended the session.
            reads.drain(pending::refuseLost);
        }
    }

    private void breakLink(String reason) {
        if (state.phase().isLinked()) {
            SessionParts.close(parts.connection, reason);
        }
    }

    @Override
    public Operation<?> outgoing(Request<?> request) {
        return watches.outgoing(request);
    }

    @Override
    public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {
        watches.dropped(request);
        pending.fail(request, code, outcome, detail, null);
        if (state.phase() == SessionPhase.CLOSING) {
            // Later: this may come from the middle of a write.
            parts.loop.execute(this::drain);
        }
    }

    @Override
    public boolean armsLater(Request<?> request) {
        return watches.armsLater(request);
    }

    @Override
    public void armed(SetWatches batch) {
        watches.armed(batch);
    }

    @Override
    public void notified(Notification notification, long zxid) {
        WatchEvent.Type type = notification.eventType();
        if (type != null) {
            settings.observers().eventReceived(type);
        }
        identity.heard(zxid);
        if (watches.fire(notification, zxid)) {
            drain();
        }
    }

    @Override
    public void writable(Connection which) {
        drain();
    }

    @Override
    public void disconnected(Connection ended, Exception cause) {
        if (ended != parts.connection) {
            return;
        }
        parts.takeConnection();
        watches.unlinked();
        upkeep.liveness().unlinked();
        switch (state.phase()) {
            case CONNECTING, RECONNECTING -> dialer.tryNext(ended.endpoint(), cause);
            case CONNECTED, CONNECTED_READ_ONLY -> suspend(ended, cause);
            case CLOSING -> ending.linkBroke(ended, cause);
            case CLOSED, EXPIRED, AUTH_FAILED -> {
                // Whoever made the transition closed the connection and has settled its requests.
            }
        }
    }

    private void suspend(Connection ended, Exception cause) {
        state.transitionTo(Transition.suspended(state.snapshot(), cause));
        pending.take(true);
        pending.carryOver(ended, cause);
        pending.rest();
        if (identity.isReadOnly()) {
            // Another server with a session of that id would have somebody else's.
            ending.expire(LostReason.READ_ONLY_ENDED, () -> dialer.startAfter(ended.endpoint()));
        } else {
            dialer.startAfter(ended.endpoint());
            upkeep.arm();
        }
    }

    @Override
    public void gaveUp(RetryPolicy policy) {
        String why = "the connection retry policy gave up: " + policy + "; " + dialer.failures();
        ending.end(SessionPhase.CLOSED, LostReason.RETRIES_EXHAUSTED, why, !identity.isHeld());
    }

    @Override
    public @Nullable Connection connection() {
        return parts.connection;
    }

    @Override
    public boolean hasSession() {
        return identity.isHeld();
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
        boolean searching = state.phase() == SessionPhase.RECONNECTING || state.phase() == SessionPhase.CONNECTING;
        // A read-only session ends with its link.
        if (searching && identity.isHeld()) {
            ending.expire(LostReason.EXPIRED_BY_CLOCK);
        }
    }

    @Override
    public void timeHasPassed() {
        drain();
    }
}
