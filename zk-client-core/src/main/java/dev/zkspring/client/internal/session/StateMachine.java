package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.transport.FailureReason;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phase of a session and the only way to change it: publishes the change to other threads, tells the listeners and
 * writes the log. {@link #snapshot} may be called by any thread; the rest is confined to the session's event loop.
 */
final class StateMachine {

    private static final Logger log = LoggerFactory.getLogger(StateMachine.class);

    /** While there is no link, failures are worth a line each so often. */
    private static final long REMINDER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String clientName;

    private final EventLoop loop;

    private final ConnectionListeners listeners;

    private final Observers observers;

    private volatile SessionSnapshot snapshot = SessionSnapshot.INITIAL;

    private boolean reminded;

    private long remindedAt;

    StateMachine(String clientName, EventLoop loop, ConnectionListeners listeners, Observers observers) {
        this.clientName = clientName;
        this.loop = loop;
        this.listeners = listeners;
        this.observers = observers;
    }

    SessionSnapshot snapshot() {
        return snapshot;
    }

    SessionPhase phase() {
        return snapshot.phase();
    }

    void transitionTo(Transition transition) {
        assert loop.inEventLoop();
        SessionSnapshot before = snapshot;
        SessionPhase to = transition.to();
        if (!before.phase().successors().contains(to)) {
            throw new IllegalStateException("session phase: %s after %s (expected: one of %s)"
                    .formatted(to, before.phase(), before.phase().successors()));
        }
        boolean held = to.connectionState() != ConnectionState.LOST;
        snapshot = new SessionSnapshot(
                to,
                held ? transition.sessionId() : null,
                transition.timeout(),
                to.isLinked() ? transition.endpoint() : null,
                to.isLinked() ? transition.serverVersion() : null);
        if (to.connectionState() != before.phase().connectionState()) {
            report(transition);
            announce(before, transition);
        }
    }

    private void announce(SessionSnapshot before, Transition transition) {
        SessionId session = transition.sessionId();
        ConnectionEvent event = new ConnectionEvent(
                transition.to().connectionState(),
                before.phase().connectionState(),
                transition.to().clientState(),
                session == null ? 0 : session.id(),
                transition.newSession(),
                transition.server(),
                transition.reason(),
                transition.cause());
        observers.stateChanged(event);
        listeners.announce(event);
    }

    private void report(Transition transition) {
        reminded = false;
        switch (transition.to().connectionState()) {
            case CONNECTED ->
                log.info(
                        "[{}] Connected to {}{}: {} session {}, timeout {} ms",
                        clientName,
                        transition.server(),
                        transition.to() == SessionPhase.CONNECTED_READ_ONLY ? " (read-only)" : "",
                        transition.newSession() ? "new" : "same",
                        transition.sessionId(),
                        transition.timeout().toMillis());
            case SUSPENDED ->
                log.warn(
                        "[{}] Lost the connection to {}, looking for a server to go on with session {}: {}",
                        clientName,
                        transition.server(),
                        transition.sessionId(),
                        reason(transition.cause()));
            case LOST -> reportLost(transition);
        }
    }

    private void reportLost(Transition transition) {
        LostReason reason = transition.reason();
        if (reason == LostReason.DETACHED) {
            log.info("[{}] Left session {}, alive on the servers", clientName, transition.sessionId());
        } else if (reason != LostReason.CLOSED) {
            log.warn("[{}] Lost session {}: {}", clientName, transition.sessionId(), reason(reason));
        }
    }

    private static String reason(@Nullable LostReason reason) {
        return reason == null
                ? "unknown"
                : switch (reason) {
                    case EXPIRED_BY_SERVER -> "expired, says the server";
                    case EXPIRED_BY_CLOCK -> "expired by the client's clock, no server could be asked in time";
                    case AUTH_FAILED -> "authentication failed";
                    case CLOSED -> "closed";
                    case RETRIES_EXHAUSTED -> "the connection retry policy gave up";
                    case DETACHED -> "detached";
                    case READ_ONLY_ENDED -> "it was read-only, and its link broke";
                };
    }

    /**
     * The client is about to end its session, if it has one.
     *
     * @param confirmed whether a server has said that the session is closed there
     */
    void reportStop(boolean confirmed) {
        SessionId session = snapshot.sessionId();
        if (session != null && confirmed) {
            log.info("[{}] Closed session {}", clientName, session);
        } else if (session != null) {
            log.warn(
                    "[{}] Stopped, and no server confirmed the end of session {}: its ephemeral nodes may stay for {} ms",
                    clientName,
                    session,
                    snapshot.negotiatedTimeout().toMillis());
        }
    }

    /** A session that was to be resumed is gone; listeners see nothing but that the next one is new. */
    void reportNotResumed(@Nullable SessionId session, LostReason reason) {
        log.warn("[{}] Could not resume session {}: {}", clientName, session, reason(reason));
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null ? "unknown" : FailureReason.of(cause);
    }

    /** Links that break as soon as they are up have a cause that the servers do not tell. */
    void reportFlapping(int times) {
        if (times == 2) {
            log.warn(
                    "[{}] The link broke soon after it came up {} times in a row, waiting before the next try: another "
                            + "client may use session {} too",
                    clientName,
                    times,
                    snapshot.sessionId());
        }
    }

    /** Says at WARN, but not too often, why there is no connection. */
    void reportAttempt(ServerAddress server, String reason) {
        long now = loop.ticker().nanoTime();
        if (!reminded || now - remindedAt >= REMINDER_NANOS) {
            reminded = true;
            remindedAt = now;
            log.warn("[{}] Cannot connect to {}: {} (trying on)", clientName, server, reason);
        } else {
            log.debug("[{}] Cannot connect to {}: {}", clientName, server, reason);
        }
    }
}
