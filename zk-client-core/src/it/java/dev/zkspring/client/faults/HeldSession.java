package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one session of a client. Times are those of {@link System#nanoTime}, 0 for what has not been. Safe
 * for use by several threads.
 */
final class HeldSession {

    private final long id;

    /** Nodes that were asked for. */
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();

    /** Those of them that were acknowledged. */
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ZkClient view;

    private long linkedAt;

    private long answered;

    private long written;

    private long reported;

    private long lostAt;

    private boolean byClock;

    private long succeededAt;

    private @Nullable String violation;

    HeldSession(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    Set<String> attempted() {
        return attempted;
    }

    Set<String> created() {
        return created;
    }

    /** The client's view of this session, null until its nodes are asked for. */
    @Nullable
    ZkClient view() {
        return view;
    }

    void viewedBy(ZkClient ofThisSession) {
        view = ofThisSession;
    }

    synchronized void linked(long now) {
        linkedAt = now;
    }

    synchronized void lost(long now, boolean byOwnClock, SessionBounds bounds) {
        lostAt = now;
        byClock = byOwnClock;
        if (byOwnClock && answered != 0) {
            note(bounds.early(answered, now));
        }
    }

    /** The next session was opened. */
    synchronized void succeeded(long now) {
        succeededAt = now;
    }

    /** A call that was made at this time was answered in this session. */
    synchronized void answered(long madeAt) {
        answered = Math.max(answered, madeAt);
    }

    /** A change of one of its nodes that was asked for at this time was acknowledged. */
    synchronized void written(long madeAt) {
        written = Math.max(written, madeAt);
    }

    /** The client said CONNECTED or SUSPENDED with this session; calls are made in such intervals while it can. */
    synchronized void reported(long now, long callInterval, SessionBounds bounds) {
        reported = now;
        long last = Math.max(linkedAt, answered + callInterval);
        if (linkedAt != 0 && lostAt == 0) {
            note(bounds.unanswered(last, now));
        }
    }

    private void note(@Nullable String what) {
        if (violation == null) {
            violation = what;
        }
    }

    synchronized long written() {
        return written;
    }

    synchronized boolean isLostByClock() {
        return lostAt != 0 && byClock;
    }

    synchronized long succeededAt() {
        return succeededAt;
    }

    /** What cannot be true, given what an observer saw of its nodes. */
    synchronized List<String> violations(EphemeralObserver observer, SessionBounds bounds) {
        List<String> found = new ArrayList<>();
        note(found, violation);
        for (String path : attempted) {
            EphemeralObserver.Seen seen = observer.seen(path);
            if (seen != null && seen.goneAt() != 0) {
                note(found, bounds.outlived(seen.goneAt(), reported));
                note(found, written > seen.goneAt() ? "wrote after " + path + " was gone" : null);
            }
        }
        return found;
    }

    private void note(List<String> found, @Nullable String what) {
        if (what != null) {
            found.add("session 0x%x %s".formatted(id, what));
        }
    }
}
