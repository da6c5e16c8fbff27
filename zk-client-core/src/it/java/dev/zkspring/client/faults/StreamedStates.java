package dev.zkspring.client.faults;

import dev.zkspring.client.data.NodeData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the states that a client's watches report as they come: of each node the states must be in order and none may
 * come twice. Keeps the last state of each only. The nodes are never deleted. Safe for use by several threads.
 */
final class StreamedStates {

    /** More would say the same again. */
    private static final int KEPT = 20;

    private final Map<String, SeenNode> last = new HashMap<>();

    private final List<String> violations = new ArrayList<>();

    private long count;

    /**
     * A watch reports a state.
     *
     * @param watch names it
     * @param node {@code null} if it says that there is none
     */
    synchronized void seen(String watch, String path, @Nullable NodeData node) {
        count++;
        String what = watch + " of " + path;
        if (node == null) {
            violated(what + " reported that it is gone, and nobody deleted it");
            return;
        }
        SeenNode now = SeenNode.of(node.stat(), null);
        SeenNode before = last.put(what, now);
        String why = before == null ? null : now.whyNotAfter(before);
        if (why != null) {
            violated(what + " reported " + now + " after " + before + ": " + why);
        }
    }

    private void violated(String what) {
        if (violations.size() < KEPT) {
            violations.add(what);
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
