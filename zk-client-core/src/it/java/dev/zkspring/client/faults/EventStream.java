package dev.zkspring.client.faults;

import dev.zkspring.client.data.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges the events that one registration of a persistent watch hears as they come: of one node they must be in order,
 * none may come twice, and in the end none may be missing, except behind a RESYNC. Keeps one number for each node. Used
 * under the lock of its owner.
 */
final class EventStream {

    /** More would say the same again. */
    private static final int KEPT = 20;

    private final Map<String, Long> last = new HashMap<>();

    private final List<String> violations = new ArrayList<>();

    /** Changes up to this transaction may have been missed, all for now. */
    private long missed = Long.MAX_VALUE;

    private int resyncs;

    /** Something changed. Events that were caught up after a reconnect say nothing of their transaction. */
    void heard(WatchEvent event) {
        if (event.zxid() < 0) {
            return;
        }
        Long before = last.put(event.path(), event.zxid());
        if (before != null && before >= event.zxid() && violations.size() < KEPT) {
            violations.add("the persistent watch heard %s after one of transaction 0x%x".formatted(event, before));
        }
    }

    /** Events are missing; says the how many-th time that is. */
    int resync() {
        missed = Long.MAX_VALUE;
        return ++resyncs;
    }

    /**
     * The watch was armed before this transaction, and hears of later ones.
     *
     * @param times how often events had been missing when that was asked for
     */
    void armed(int times, long zxid) {
        if (times == resyncs) {
            missed = zxid;
        }
    }

    /** What was wrong with those that came. */
    List<String> disorder() {
        return List.copyOf(violations);
    }

    /**
     * What was wrong, and what is missing when the last changes of the nodes were made by these transactions.
     *
     * @param step how far its owner has come with arming it
     */
    List<String> violations(Map<String, Long> lastChanges, String step) {
        List<String> found = new ArrayList<>(violations);
        if (missed == Long.MAX_VALUE) {
            found.add("the persistent watch is not armed, the last step: " + step);
        }
        lastChanges.forEach((path, zxid) -> {
            long heard = last.getOrDefault(path, 0L);
            if (zxid > missed && heard != zxid) {
                found.add("the persistent watch heard of transaction 0x%x last for %s, which was changed by 0x%x"
                        .formatted(heard, path, zxid));
            }
        });
        return found;
    }
}
