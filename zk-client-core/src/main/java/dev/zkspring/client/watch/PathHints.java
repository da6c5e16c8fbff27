package dev.zkspring.client.watch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What events say of paths, one entry for a path however many events there are, in the order of their first ones. Safe
 * for use by several threads.
 */
final class PathHints {

    private Map<String, Integer> hints = new LinkedHashMap<>();

    /** Adds what is to be looked at; true if there was nothing before. */
    synchronized boolean add(String path, int wanted) {
        boolean first = hints.isEmpty();
        hints.merge(path, wanted, (one, other) -> one | other);
        return first;
    }

    /** Takes everything. */
    synchronized Map<String, Integer> take() {
        Map<String, Integer> taken = hints;
        hints = new LinkedHashMap<>();
        return taken;
    }
}
