package dev.zkspring.client.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a children watch reported can be the fate of one node, if no name is ever used twice. */
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
