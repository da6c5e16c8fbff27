package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.SessionId;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which session the client has, or tries to resume, and the newest that it has seen of the servers' data. Confined to
 * the session's event loop, but for {@link #lastZxid}.
 */
final class Identity {

    /** Highest transaction id in an answer; written by the loop only. */
    private final AtomicLong lastZxid = new AtomicLong();

    private @Nullable SessionId session;

    @Nullable
    SessionId session() {
        return session;
    }

    boolean isHeld() {
        return session != null;
    }

    /** A server granted the session, new or resumed. */
    void hold(SessionId granted) {
        session = granted;
    }

    /** The session is gone; what it has seen may still matter to whoever wants to close it. */
    @Nullable
    SessionId drop() {
        SessionId dropped = session;
        session = null;
        return dropped;
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

    /** The next session begins from nothing: its servers may have lost their data. */
    void forgetZxid() {
        lastZxid.set(0);
    }
}
