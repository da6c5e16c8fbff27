package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.LostReason;
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

    private long asked;

    private long answered;

    private long written;

    private long reported;

    private long lostAt;

    private @Nullable LostReason reason;

    private boolean certain;

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

    /**
     * The client is connected.
     *
     * @param opened whether the session was opened by that; else a link counts only if something is answered over it
     */
    synchronized void linked(long now, boolean opened) {
        linkedAt = now;
        if (opened) {
            answered = Math.max(answered, now);
        }
    }

    /**
     * The client has lost it.
     *
     * @param serversWell whether the servers agreed with each other: one that was frozen when it led takes sessions for
     *     expired before it notices that there is a new leader, which gives them their whole time once more
     */
    synchronized void lost(long now, @Nullable LostReason why, SessionBounds bounds, boolean serversWell) {
        lostAt = now;
        certain = serversWell;
        reason = why;
        if (isLostByClock() && asked != 0) {
            note(bounds.early(asked, now));
        }
    }

    /** The next session was opened. */
    synchronized void succeeded(long now) {
        succeededAt = now;
    }

    /**
     * A call that was made at this time was answered in this session. What was answered over a link was also sent over
     * it, again for what had been sent before.
     */
    synchronized void answered(long madeAt) {
        asked = Math.max(asked, madeAt);
        answered = Math.max(answered, Math.max(madeAt, linkedAt));
    }

    /** A change of one of its nodes that was asked for at this time was acknowledged. */
    synchronized void written(long madeAt) {
        written = Math.max(written, madeAt);
    }

    /** The client said CONNECTED or SUSPENDED with this session; calls are made in such intervals while it can. */
    synchronized void reported(long now, long callInterval, SessionBounds bounds) {
        reported = now;
        if (answered != 0 && lostAt == 0) {
            note(bounds.unanswered(answered + callInterval, now));
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
        return reason == LostReason.EXPIRED_BY_CLOCK;
    }

    /** Whether it was seen alive after the client had lost it and opened the next one. */
    synchronized boolean hasGhost(EphemeralNodes nodes) {
        boolean lost = isLostByClock() || reason == LostReason.EXPIRED_BY_SERVER;
        return lost && succeededAt != 0 && isSeenAfter(nodes, succeededAt);
    }

    private boolean isSeenAfter(EphemeralNodes nodes, long time) {
        return attempted.stream().map(nodes::seen).anyMatch(seen -> seen != null && seen.presentAt() > time);
    }

    /** Whether nothing more will be heard of it: the next one was opened, and its nodes were gone, before this time. */
    synchronized boolean isOver(EphemeralNodes nodes, long before) {
        return succeededAt != 0
                && succeededAt - before < 0
                && attempted.stream()
                        .map(nodes::seen)
                        .allMatch(seen -> seen == null || seen.goneAt() != 0 && seen.goneAt() - before < 0);
    }

    /** What cannot be true, given what was seen of its nodes. */
    synchronized List<String> violations(EphemeralNodes nodes, SessionBounds bounds) {
        List<String> found = new ArrayList<>();
        note(found, violation);
        for (String path : attempted) {
            EphemeralNodes.Seen seen = nodes.seen(path);
            if (seen != null && seen.goneAt() != 0) {
                note(found, bounds.outlived(seen.goneAt(), reported));
                note(found, written > seen.goneAt() ? "wrote after " + path + " was gone" : null);
            }
        }
        if (reason == LostReason.EXPIRED_BY_SERVER && certain && isSeenAfter(nodes, lostAt)) {
            note(found, "was lost by the server's word, and its nodes were there");
        }
        if (hasGhost(nodes)) {
            note(found, "was lost, and its nodes were there in the next session");
        }
        return found;
    }

    private void note(List<String> found, @Nullable String what) {
        if (what != null) {
            found.add("session 0x%x %s".formatted(id, what));
        }
    }
}
