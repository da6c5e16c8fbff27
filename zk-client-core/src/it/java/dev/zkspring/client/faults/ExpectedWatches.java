package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client and its server have to watch when nothing changes any more: for each path and kind one watch, however
 * many listeners there are. More would be a leak, less would be deaf.
 */
final class ExpectedWatches {

    private final Set<Place> expected = new HashSet<>();

    /** With those that may be there or not. */
    private final Set<Place> allowed = new HashSet<>();

    /** One watch. */
    private record Place(Kind kind, String path) {}

    /** Kinds of watches, of which a path may have one each. */
    enum Kind {
        /** Of the data, or of the creation of a missing node. */
        NODE,
        CHILDREN,
        STAYING,
        STAYING_TREE
    }

    void add(Kind kind, String path) {
        expected.add(new Place(kind, path));
        allow(kind, path);
    }

    /** It may be there. */
    void allow(Kind kind, String path) {
        allowed.add(new Place(kind, path));
    }

    /**
     * What is different.
     *
     * @param held how many watches the client believes that servers keep for it
     * @param nodes the nodes that servers watch for the session: they tell of all kinds but {@link Kind#CHILDREN}
     */
    List<String> differences(int held, Set<String> nodes) {
        List<String> found = new ArrayList<>();
        if (held < expected.size() || held > allowed.size()) {
            found.add("the client has %d watches and not %d to %d".formatted(held, expected.size(), allowed.size()));
        }
        Set<String> missing = nodes(expected);
        missing.removeAll(nodes);
        Set<String> unknown = new TreeSet<>(nodes);
        unknown.removeAll(nodes(allowed));
        if (!missing.isEmpty()) {
            found.add("no server watches " + missing);
        }
        if (!unknown.isEmpty()) {
            found.add("nobody wants the servers to watch " + unknown);
        }
        return found;
    }

    private static Set<String> nodes(Set<Place> places) {
        return places.stream()
                .filter(place -> place.kind() != Kind.CHILDREN)
                .map(Place::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
