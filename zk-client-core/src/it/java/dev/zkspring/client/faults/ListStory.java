package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a children watch reported can be the fate of one node, if no name is ever used twice, and is what became
 * of it.
 */
final class ListStory {

    /**
     * One call of the listener; the sessions as in {@link DataStory.Sighting}.
     *
     * @param names of the children, null for a missing node
     */
    record Sighting(@Nullable List<String> names, long sessionBefore, long session) {}

    private final String watch;

    private final List<String> found = new ArrayList<>();

    /** Names that were there and later were not, with the last session in which that may have been read. */
    private final Map<String, Long> gone = new HashMap<>();

    private Set<String> present = Set.of();

    private ListStory(String watch) {
        this.watch = watch;
    }

    /** What cannot be true, each with the name of the watch. */
    static List<String> violations(String watch, List<Sighting> story) {
        ListStory checked = new ListStory(watch);
        Sighting before = null;
        for (Sighting each : story) {
            if (before != null && Objects.equals(before.names(), each.names())) {
                checked.found.add(watch + " was told the same twice: " + each.names());
            }
            checked.check(each);
            before = each;
        }
        return checked.found;
    }

    /** What the watch was told and the list never was, at least not then, each with the name of the watch. */
    static List<String> untrue(String watch, String path, List<Sighting> story, Past past) {
        NavigableMap<Long, Optional<String>> lists = past.journal().lists(path);
        lists.put(0L, Optional.empty());
        List<String> found = new ArrayList<>();
        long from = 0;
        Sighting before = null;
        for (Sighting each : story) {
            if (before == null || before.sessionBefore() != each.session() || each.session() == 0) {
                from = 0;
            }
            Optional<String> told = Optional.ofNullable(each.names()).map(names -> String.join(",", names));
            Long match = firstSince(lists, from, told);
            if (match == null) {
                found.add("%s was told %s, which was never so after %x".formatted(watch, each.names(), from));
            } else {
                from = match;
            }
            before = each;
        }
        return found;
    }

    private static @Nullable Long firstSince(
            NavigableMap<Long, Optional<String>> lists, long from, Optional<String> list) {
        return lists.tailMap(lists.floorKey(from), true).entrySet().stream()
                .filter(entry -> entry.getValue().equals(list))
                .map(entry -> Math.max(from, entry.getKey()))
                .findFirst()
                .orElse(null);
    }

    private void check(Sighting now) {
        List<String> names = now.names() == null ? List.of() : now.names();
        if (!names.stream().sorted().distinct().toList().equals(names)) {
            found.add(watch + " was told a list that is not sorted: " + names);
        }
        for (String name : names) {
            Long goneIn = gone.remove(name);
            if (goneIn != null && goneIn == now.session() && goneIn != 0) {
                found.add(watch + " went back in session 0x%x: %s is there again".formatted(goneIn, name));
            }
        }
        for (String name : present) {
            if (!names.contains(name)) {
                gone.put(name, now.sessionBefore());
            }
        }
        present = new HashSet<>(names);
    }
}
