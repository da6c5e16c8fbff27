package dev.zkspring.client.faults;

import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.watch.TreeCacheEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the events of a tree cache can be and are the fate of one tree, and the tree that they end with. */
final class TreeStory {

    /**
     * One call of the listener.
     *
     * @param session the session at the call, 0 for none
     */
    record Told(
            TreeCacheEvent.Type type,
            String path,
            @Nullable SeenNode node,
            @Nullable SeenNode before,
            long session) {}

    /** The newest value of a node, and the session before it was told: it was read in that or later. */
    private record Newest(SeenNode state, long sessionBefore) {}

    private final String cache;

    private final String root;

    private final long firstSession;

    private final TreeMap<String, SeenNode> tree = new TreeMap<>();

    private final Map<String, Newest> newest = new HashMap<>();

    private final Map<String, Long> lastSession = new HashMap<>();

    private final List<String> found = new ArrayList<>();

    private final List<Seen> values = new ArrayList<>();

    /** Removals of values that were read in the same session. */
    private final List<Seen> removals = new ArrayList<>();

    private int initialized;

    private record Seen(String path, SeenNode state) {}

    /** @param session in which the cache was opened, or an earlier one; 0 for none */
    TreeStory(String cache, String root, long session) {
        this.cache = cache;
        this.root = root;
        this.firstSession = session;
    }

    /** What cannot be true, each with the name of the cache. */
    List<String> violations() {
        return List.copyOf(found);
    }

    /** What the cache told and no node ever was, each with its name. */
    List<String> untrue(Past past) {
        Stream<String> unreal = values.stream()
                .filter(seen -> !past.was(seen.path(), seen.state()))
                .map(seen -> "%s told that %s is %s, which it never was".formatted(cache, seen.path(), seen.state()));
        Stream<String> present = removals.stream()
                .filter(seen ->
                        !past.journal().wasMissing(seen.path(), seen.state().mzxid(), Long.MAX_VALUE)
                                && !isReplaced(seen, past))
                .map(seen -> "%s told that %s is gone, which was there all the time since %s"
                        .formatted(cache, seen.path(), seen.state()));
        return Stream.concat(unreal, present).toList();
    }

    /** A node deleted and created by one transaction is removed and added. */
    private static boolean isReplaced(Seen seen, Past past) {
        return past.journal().between(seen.path(), seen.state().mzxid(), Long.MAX_VALUE).stream()
                .flatMap(Optional::stream)
                .anyMatch(state -> state.czxid() != seen.state().czxid());
    }

    /** All transactions that are told of. */
    Stream<Long> zxids() {
        return values.stream().map(seen -> seen.state().mzxid());
    }

    /** The tree by the events so far. */
    Map<String, SeenNode> tree() {
        return Map.copyOf(tree);
    }

    boolean isInitialized() {
        return initialized > 0;
    }

    void add(Told told) {
        switch (told.type()) {
            case INITIALIZED -> {
                if (++initialized > 1) {
                    misfit(told, "comes once");
                }
            }
            case NODE_ADDED -> added(told);
            case NODE_UPDATED -> updated(told);
            case NODE_REMOVED -> removed(told);
        }
    }

    private void added(Told told) {
        if (tree.containsKey(told.path())) {
            misfit(told, "is there already");
        }
        if (!told.path().equals(root) && !tree.containsKey(ZkPath.parent(told.path()))) {
            misfit(told, "has no parent");
        }
        put(told);
    }

    private void updated(Told told) {
        SeenNode known = tree.get(told.path());
        if (known == null || told.before() == null || !known.isSameAs(told.before())) {
            misfit(told, "does not follow " + known);
        } else if (told.node() != null && told.node().isSameAs(known)) {
            misfit(told, "is no change");
        }
        put(told);
    }

    private void put(Told told) {
        SeenNode state = told.node();
        if (state == null) {
            misfit(told, "has no value");
            return;
        }
        Newest earlier = newest.get(told.path());
        if (earlier != null && earlier.sessionBefore() == told.session() && told.session() != 0) {
            String why = state.whyNotAfter(earlier.state());
            if (why != null) {
                misfit(told, "is %s after %s".formatted(why, earlier.state()));
            }
        }
        values.add(new Seen(told.path(), state));
        tree.put(told.path(), state);
        newest.put(told.path(), new Newest(state, lastSession.getOrDefault(told.path(), firstSession)));
        lastSession.put(told.path(), told.session());
    }

    private void removed(Told told) {
        if (tree.remove(told.path()) == null) {
            misfit(told, "was not there");
        }
        String below = tree.higherKey(told.path() + "/");
        if (below != null && below.startsWith(told.path() + "/")) {
            misfit(told, "leaves " + below);
        }
        Newest last = newest.get(told.path());
        if (last != null && last.sessionBefore() == told.session() && told.session() != 0) {
            removals.add(new Seen(told.path(), last.state()));
        }
        lastSession.put(told.path(), told.session());
    }

    private void misfit(Told told, String why) {
        found.add("%s: %s %s %s %s".formatted(cache, told.type(), told.path(), told.node(), why));
    }
}
