package dev.zkspring.client.internal.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Judges by the client's own clock whether the link and the session are alive. Only what is received counts, never what
 * was sent. Times are nanoseconds of one monotonic clock. Confined to the session's event loop.
 */
final class Liveness {

    /** What is to be done now. */
    enum Verdict {
        ALIVE,
        PING_DUE,
        /** Looks dead; to be checked once more after the event loop has read what may be waiting in the socket. */
        SUSPECT,
        LINK_DEAD,
        /** Bytes come, but no answers. */
        UNANSWERED,
        /** The machine was suspended: the link may be dead, and the session gone. */
        SLEPT,
        SESSION_DEAD
    }

    /** Time for one more pass of the event loop over its sockets. */
    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What fits into the protocol. */
    private static final long LONGEST_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(Integer.MAX_VALUE);

    private long timeout;

    private boolean linked;

    private boolean suspect;

    private boolean pingOutstanding;

    private long pingSentAt;

    private long lastReceived;

    private long lastSent;

    private long newestAnswered;

    /** When the server was asked after a time without questions, or answered one of several. */
    private long unansweredSince;

    private long lastCheck;

    private long lastWallCheck;

    /** A session begins with the request that opened it. */
    void opened(long requestSentAt) {
        newestAnswered = requestSentAt;
    }

    /** Another link is made: what was asked on the one before will not be answered. */
    void opening() {
        pingOutstanding = false;
    }

    /** A link of the session is up; its handshake counts as received, but not as an answer. */
    void linked(long now, long wallMillis, int timeoutMillis) {
        timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        linked = true;
        suspect = false;
        lastReceived = now;
        lastSent = now;
        unansweredSince = now;
        lastCheck = now;
        lastWallCheck = wallMillis;
    }

    /** A session goes on of which nothing is known but that it had some time to live: it gets that once more. */
    void resuming(long now, long wallMillis, Duration sessionTimeout) {
        timeout = Math.min(TimeUnit.NANOSECONDS.convert(sessionTimeout), LONGEST_TIMEOUT);
        newestAnswered = now;
        lastCheck = now;
        lastWallCheck = wallMillis;
        unlinked();
    }

    void unlinked() {
        linked = false;
        suspect = false;
    }

    void received(long now) {
        lastReceived = now;
    }

    void sent(long now) {
        if (!awaitsAnswer()) {
            unansweredSince = now;
        }
        lastSent = now;
    }

    void pinged(long now) {
        sent(now);
        pingSentAt = now;
        pingOutstanding = true;
    }

    boolean isPingOutstanding() {
        return pingOutstanding;
    }

    /** A pong on a link that is not up yet says no more than the handshake that it belongs to. */
    void pongReceived() {
        if (pingOutstanding) {
            pingOutstanding = false;
            if (linked) {
                answered(pingSentAt);
            }
        }
    }

    /** A request of this session was answered. */
    void answered(long sentAt) {
        unansweredSince = lastReceived;
        if (sentAt - newestAnswered > 0) {
            newestAnswered = sentAt;
        }
    }

    private boolean awaitsAnswer() {
        return lastSent - newestAnswered > 0;
    }

    /** When the servers must have expired the session: a third later than they may. */
    private long sessionDeadline() {
        return newestAnswered + timeout / 3 * 4;
    }

    private long linkDeadline() {
        return lastReceived + timeout / 3 * 2;
    }

    /**
     * When a server that sends something, but no answers, counts as one that hears nothing: late enough for a big answer
     * or a busy server, and a sixth before the servers may expire the session.
     */
    private long answerDeadline() {
        long forSession = newestAnswered + timeout / 6 * 5;
        long forAnswer = unansweredSince + timeout / 2;
        return forSession - forAnswer > 0 ? forSession : forAnswer;
    }

    private long pingDue() {
        return lastSent + timeout / 3;
    }

    Verdict check(long now, long wallMillis) {
        boolean slept = wallClockJumped(now, wallMillis);
        boolean sessionDead = now - sessionDeadline() >= 0;
        if (!linked) {
            return sessionDead ? Verdict.SESSION_DEAD : Verdict.ALIVE;
        }
        if (slept) {
            return Verdict.SLEPT;
        }
        boolean silent = now - linkDeadline() >= 0;
        if (sessionDead || silent || (awaitsAnswer() && now - answerDeadline() >= 0)) {
            return judge(sessionDead, silent);
        }
        suspect = false;
        return !pingOutstanding && now - pingDue() >= 0 ? Verdict.PING_DUE : Verdict.ALIVE;
    }

    private Verdict judge(boolean sessionDead, boolean silent) {
        if (!suspect) {
            suspect = true;
            return Verdict.SUSPECT;
        }
        if (sessionDead) {
            return Verdict.SESSION_DEAD;
        }
        return silent ? Verdict.LINK_DEAD : Verdict.UNANSWERED;
    }

    /** The monotonic clock stands still while the machine is suspended, the wall clock does not. */
    private boolean wallClockJumped(long now, long wallMillis) {
        long jump = TimeUnit.MILLISECONDS.toNanos(wallMillis - lastWallCheck) - (now - lastCheck);
        lastCheck = now;
        lastWallCheck = wallMillis;
        return jump > timeout / 3;
    }

    /** When to check again. */
    long nextCheck(long now) {
        if (!linked) {
            return sessionDeadline();
        }
        if (suspect) {
            return now + RECHECK_NANOS;
        }
        long link = Math.min(linkDeadline() - now, sessionDeadline() - now);
        if (awaitsAnswer()) {
            link = Math.min(link, answerDeadline() - now);
        }
        long ping = pingDue() - now;
        return now + (ping > 0 || !pingOutstanding ? Math.min(link, ping) : link);
    }
}
