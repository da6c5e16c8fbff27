package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.LinkException;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a session ends: closed because the client is stopped, left alive, expired, or given up. Confined
 * to the session's event loop.
 */
final class SessionEnd {

    private final SessionParts parts;

    private final GhostCloser ghosts;

    private final Runnable drain;

    private final Consumer<CompletableFuture<Void>> restart;

    /** The session that was to be left while it was being resumed: it may live, and must not be closed instead. */
    private @Nullable SessionId spared;

    /**
     * Ends the sessions made of these parts.
     *
     * @param drain takes what callers have left and writes it
     * @param restart called for each start that was asked for while a stop was under way
     */
    SessionEnd(SessionParts parts, Runnable drain, Consumer<CompletableFuture<Void>> restart) {
        this.parts = parts;
        this.ghosts = new GhostCloser(parts.loop, parts.settings, this::ghostIsClosed, this::ghostIsUnanswered);
        this.drain = drain;
        this.restart = restart;
    }

    void stop(Duration limit, CompletableFuture<Boolean> stopped) {
        drain.run();
        parts.lifecycle.whenStopped(stopped);
        parts.lifecycle.dropRestarts();
        switch (parts.phase()) {
            case CONNECTED, CONNECTED_READ_ONLY -> closeSession(limit);
            case CONNECTING -> stopConnecting(limit);
            case AUTH_FAILED -> endStopped(true);
            case RECONNECTING, EXPIRED -> endStopped(false);
            case CLOSED -> parts.lifecycle.stopped(true).forEach(restart);
            case CLOSING -> hurry(limit, stopped);
        }
    }

    /** An earlier stop is under way and completes this one too, which may have less patience. */
    private void hurry(Duration limit, CompletableFuture<Boolean> stopped) {
        if (parts.connection != null) {
            Farewell.bound(parts.connection, parts.loop, limit, stopped);
        }
    }

    /** A server that was asked for a session may just be opening it: nobody else could close it then. */
    private void stopConnecting(Duration limit) {
        parts.dialer.cancel();
        Connection opening = parts.takeConnection();
        if (opening != null && isSpared()) {
            SessionParts.close(opening, "stopped");
            endStopped(false);
        } else if (opening != null) {
            ghosts.takeOver(opening, !parts.identity.isHeld(), limit);
        } else if (ghosts.isClosing()) {
            ghosts.hurry(limit);
        } else {
            endStopped(ghosts.isIdle() && !parts.identity.isHeld());
        }
    }

    private boolean isSpared() {
        return parts.identity.isHeld() && Objects.equals(parts.identity.session(), spared);
    }

    /** Uses a new channel for a session that has to be closed first; false if there is none. */
    boolean closeGhostOn(Channel channel, Endpoint endpoint, int addresses) {
        if (ghosts.closeOn(channel, endpoint, parts.identity.lastZxid(), addresses)) {
            parts.identity.forgetZxid();
            return true;
        }
        return false;
    }

    /** A new session is opened. */
    void opened(boolean readOnly) {
        ghosts.opened(readOnly);
    }

    /** Whether a session is being closed before another may be opened. */
    boolean isClosingGhost() {
        return ghosts.isClosing();
    }

    private void ghostIsClosed(Endpoint by, boolean gone) {
        if (parts.lifecycle.isStopping()) {
            endStopped(gone);
        } else {
            parts.dialer.tryAgain(by);
        }
    }

    private void ghostIsUnanswered(Endpoint endpoint, Exception cause) {
        if (parts.lifecycle.isStopping()) {
            endStopped(false);
        } else {
            parts.dialer.tryNext(endpoint, cause);
        }
    }

    private void closeSession(Duration limit) {
        parts.state.transitionTo(Transition.closing(parts.state.snapshot()));
        parts.pending.explainClosed("stopped");
        if (parts.connection != null) {
            Farewell.queue(parts.pending, parts.connection, parts.loop, limit, () -> endStopped(true));
        }
        drain.run();
    }

    /** The link broke while the session was being closed. */
    void linkBroke(Connection ended, Exception cause) {
        parts.pending.failAll(ended.inFlight(), ErrorCode.CONNECTION_LOSS, "the client was being stopped", cause);
        if (parts.lifecycle.isDetaching()) {
            leave();
        } else {
            endStopped(false);
        }
    }

    void detach(Duration limit, CompletableFuture<SessionId> detached) {
        drain.run();
        if (parts.phase() == SessionPhase.CLOSING && parts.lifecycle.isDetaching()) {
            parts.lifecycle.whenDetached(detached);
        } else if (parts.phase() == SessionPhase.CONNECTED) {
            beginToDetach(limit, detached);
        } else {
            spared = parts.phase() == SessionPhase.CONNECTING ? parts.identity.session() : null;
            detached.completeExceptionally(cannotDetach().toException(null));
        }
    }

    private Failure cannotDetach() {
        return switch (parts.phase()) {
            case CONNECTED_READ_ONLY ->
                notDetached(
                        ErrorCode.NOT_READ_ONLY, "a read-only session lives on one server only and ends with its link");
            case CONNECTING, RECONNECTING, EXPIRED ->
                notDetached(
                        ErrorCode.CONNECTION_LOSS, "not connected, so that nobody can say whether the session lives");
            case AUTH_FAILED -> notDetached(ErrorCode.AUTH_FAILED, "there is no session");
            case CLOSED, CONNECTED, CLOSING ->
                notDetached(ErrorCode.CLIENT_CLOSED, "the client is stopped, or being stopped");
        };
    }

    private static Failure notDetached(ErrorCode code, String why) {
        return Failure.local(code, Outcome.NOT_SENT, "detach", null, why);
    }

    private void beginToDetach(Duration limit, CompletableFuture<SessionId> detached) {
        parts.lifecycle.whenDetached(detached);
        parts.state.transitionTo(Transition.closing(parts.state.snapshot()));
        parts.pending.explainClosed("detached");
        Connection leaving = Objects.requireNonNull(parts.connection);
        // The servers count the session's time to live from here.
        leaving.ping();
        long millis = TimeUnit.MILLISECONDS.convert(limit);
        ScheduledFuture<?> bound = parts.loop.schedule(
                () -> leaving.close(new LinkException("not answered within " + millis + " ms")),
                millis,
                TimeUnit.MILLISECONDS);
        detached.whenComplete((left, failure) -> bound.cancel(false));
        drain.run();
    }

    /** To be called when a request was answered or written: a client that is to be detached waits for the last one. */
    void leaveIfSettled() {
        Connection leaving = parts.connection;
        if (parts.phase() == SessionPhase.CLOSING
                && parts.lifecycle.isDetaching()
                && parts.pending.queue().isEmpty()
                && leaving != null
                && leaving.isSettled()) {
            leave();
        }
    }

    /** Ends the client without a word to the servers. */
    private void leave() {
        SessionId held = Objects.requireNonNull(parts.identity.session());
        SessionId left = new SessionId(
                held.id(),
                held.password(),
                parts.identity.lastZxid(),
                parts.identity.timeout(),
                parts.settings.wallClock().instant());
        List<CompletableFuture<SessionId>> waiters = parts.lifecycle.detached();
        end(SessionPhase.CLOSED, LostReason.DETACHED, "detached", false);
        waiters.forEach(waiter -> waiter.complete(left));
    }

    /** The session is gone, and no link is up; a new one is opened at once. */
    void expire(LostReason reason) {
        expire(reason, parts.dialer::start);
    }

    /**
     * As {@link #expire(LostReason)}.
     *
     * @param search begins to look for the server of the next session
     */
    void expire(LostReason reason, Runnable search) {
        SessionId lost = parts.identity.session();
        Connection last = parts.takeConnection();
        SessionParts.close(last, "session " + lost + " is lost");
        if (parts.phase() == SessionPhase.CONNECTING) {
            parts.identity.drop();
            parts.state.reportNotResumed(lost, reason);
            parts.pending.failStrangers();
        } else {
            parts.state.transitionTo(Transition.lost(SessionPhase.EXPIRED, parts.state.snapshot(), reason, null));
            // Callers see it from here on, and are to find the client LOST then.
            parts.identity.drop();
            failWhatIsLeft(lost);
        }
        if (reason == LostReason.EXPIRED_BY_CLOCK) {
            ghosts.remember(lost, null);
        } else {
            parts.identity.forgetZxid();
        }
        if (reason == LostReason.EXPIRED_BY_SERVER && last != null) {
            ghosts.remember(lost, last.endpoint());
            parts.dialer.prefer(last.endpoint());
        }
        if (parts.settings.connectionRetry().ignoreExpire()) {
            if (parts.phase() == SessionPhase.EXPIRED) {
                parts.state.transitionTo(Transition.connecting());
            }
            search.run();
            parts.upkeep.arm();
        } else {
            end(SessionPhase.CLOSED, reason, "session expired, and the connection retry policy heeds that", true);
        }
    }

    private void failWhatIsLeft(@Nullable SessionId lost) {
        parts.pending.take(true);
        parts.pending.failQueued(ErrorCode.SESSION_EXPIRED, "session " + lost + " is lost");
        parts.pending.rest();
        parts.watches.sessionLost();
    }

    private void endStopped(boolean nothingLeftBehind) {
        parts.state.reportStop(nothingLeftBehind);
        end(SessionPhase.CLOSED, LostReason.CLOSED, "stopped", nothingLeftBehind);
        parts.dialer.forgetFailures();
    }

    /** Ends the session for good, or until the next start; every request that is left fails. */
    void end(SessionPhase phase, LostReason reason, String why, boolean nothingLeftBehind) {
        if (!parts.phase().successors().contains(phase)) {
            return;
        }
        parts.state.transitionTo(Transition.lost(phase, parts.state.snapshot(), reason, null));
        parts.dialer.cancel();
        ghosts.cancel();
        ErrorCode code = phase == SessionPhase.AUTH_FAILED ? ErrorCode.AUTH_FAILED : ErrorCode.CLIENT_CLOSED;
        Connection last = parts.takeConnection();
        SessionParts.close(last, why);
        if (last != null) {
            parts.pending.failAll(last.inFlight(), code, why, null);
        }
        parts.pending.explainClosed(why);
        parts.pending.take(false);
        parts.pending.failQueued(code, why);
        parts.pending.rest();
        parts.authentication.failWaiting(code, why);
        parts.watches.sessionLost();
        parts.identity.drop();
        parts.identity.forgetZxid();
        parts.upkeep.cancel();
        parts.lifecycle.failStart(code, why);
        parts.lifecycle.stopped(nothingLeftBehind).forEach(restart);
    }
}
