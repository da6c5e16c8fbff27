package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which session the client has, or tries to resume, and the newest that it has seen of the servers' data. Confined to
 * the session's event loop, but for {@link #is} and {@link #lastZxid}.
 */
final class Identity {

    /** Highest transaction id in an answer; written by the loop only. */
    private final AtomicLong lastZxid = new AtomicLong();

    /** Highest transaction id in an event, 0 before. */
    private long heard;

    /** Which one to begin with, until the first start. */
    private volatile @Nullable SessionId first;

    private volatile @Nullable SessionId session;

    private Duration timeout = Duration.ZERO;

    private boolean readOnly;

    Identity(@Nullable SessionId first) {
        this.first = first;
    }

    @Nullable
    SessionId session() {
        return session;
    }

    boolean isHeld() {
        return session != null;
    }

    /** Whether this is the id of the present session, or of the one to begin with. */
    boolean is(long id) {
        // In this order: at the first start the one becomes the other.
        SessionId beginning = first;
        SessionId held = session;
        SessionId present = held != null ? held : beginning;
        return present != null && present.id() == id;
    }

    /** Whether a server without a quorum opened the session: no other server knows it. */
    boolean isReadOnly() {
        return readOnly;
    }

    /** Negotiated timeout of the session, zero if there is none. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Takes the session to begin with for the present one, at the first call.
     *
     * @param requested for a session whose own timeout is unknown
     * @return whether there is one
     */
    boolean resume(Duration requested) {
        SessionId resuming = first;
        if (resuming == null) {
            return false;
        }
        session = resuming;
        first = null;
        timeout = resuming.negotiatedTimeout().isZero() ? requested : resuming.negotiatedTimeout();
        readOnly = false;
        seen(resuming.lastZxid());
        return true;
    }

    /** A server granted the session, be it a new one or the one to go on with. */
    SessionId hold(ConnectResponse granted) {
        if (session == null) {
            readOnly = granted.readOnly();
        }
        SessionId held = new SessionId(granted.sessionId(), granted.password());
        session = held;
        timeout = Duration.ofMillis(granted.timeoutMillis());
        return held;
    }

    /** The session is gone; what it has seen may still matter to whoever wants to close it. */
    void drop() {
        session = null;
        timeout = Duration.ZERO;
        readOnly = false;
    }

    long lastZxid() {
        return lastZxid.get();
    }

    /** An answer bore this transaction id. */
    void seen(long zxid) {
        if (zxid > lastZxid.get()) {
            lastZxid.lazySet(zxid);
        }
    }

    /**
     * An event bore this transaction id. Not as {@link #seen}: other events of the transaction may still be missing, and
     * are asked for by the id of the last answer. Servers since 3.9 name it, older ones send a negative one.
     */
    void heard(long zxid) {
        heard = Math.max(heard, zxid);
    }

    /** What the next server must have: who was told of a change has to see it there. */
    long newestZxid() {
        return Math.max(lastZxid.get(), heard);
    }

    /** The next session begins from nothing: its servers may have lost their data. */
    void forgetZxid() {
        lastZxid.set(0);
        heard = 0;
    }
}
