package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What was seen of ephemeral nodes whose names say in which session they were to be made. Safe for use by several threads. */
final class EphemeralNodes {

    private final Map<String, Seen> nodes = new ConcurrentHashMap<>();

    /** Those of them that were gone. */
    private final AtomicLong forgotten = new AtomicLong();

    private final List<String> violations = new ArrayList<>();

    /** A node: the begin of the last look that found it, and when the next look had not found it, 0 if it is there. */
    record Seen(long presentAt, long goneAt) {}

    /** The name of a node for a session. */
    static String name(long session, int number) {
        return Long.toHexString(session) + "-" + number;
    }

    /**
     * A look is over.
     *
     * @param present all nodes below the parent
     * @param begin since when each of them may have been gone again
     * @param end when the others were gone
     * @return those that were never seen before
     */
    Set<String> looked(String parent, Collection<String> present, long begin, long end) {
        Set<String> strangers = new HashSet<>();
        for (String path : present) {
            Seen before = nodes.put(path, new Seen(begin, 0));
            if (before == null) {
                strangers.add(path);
            } else if (before.goneAt() != 0) {
                violated(path + " came back after it was gone");
            }
        }
        nodes.replaceAll((path, seen) -> seen.goneAt() == 0 && path.startsWith(parent + "/") && !present.contains(path)
                ? new Seen(seen.presentAt(), end)
                : seen);
        return strangers;
    }

    /** A node belongs to this session. */
    void owned(String path, long session) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (Long.parseUnsignedLong(name.substring(0, name.indexOf('-')), 16) != session) {
            violated("%s was made in session 0x%x".formatted(path, session));
        }
    }

    private synchronized void violated(String what) {
        violations.add(what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Nullable
    Seen seen(String path) {
        return nodes.get(path);
    }

    /** The nodes that the last look found. */
    Set<String> present() {
        Set<String> present = new HashSet<>();
        nodes.forEach((path, seen) -> {
            if (seen.goneAt() == 0) {
                present.add(path);
            }
        });
        return present;
    }

    /** Drops what is known of nodes that will not be asked for again, so that a long run needs no memory for them. */
    void forget(Collection<String> paths) {
        for (String path : paths) {
            Seen seen = nodes.remove(path);
            forgotten.addAndGet(seen != null && seen.goneAt() != 0 ? 1 : 0);
        }
    }

    /** How many nodes were seen to be gone. */
    long gone() {
        return forgotten.get()
                + nodes.values().stream().filter(seen -> seen.goneAt() != 0).count();
    }
}
