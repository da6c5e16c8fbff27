package dev.zkspring.client.watch;

import dev.zkspring.client.data.WatchEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The children of a node and how they differ from those reported before. Changes that follow each other quickly may
 * arrive as one. All names are sorted.
 *
 * @param path the watched node
 * @param children names of all children, empty when the node was deleted
 * @param added names that were not there before; on the first call all
 * @param removed names that are no longer there; of a deleted node all it had
 * @param deleted whether the node itself is gone
 * @param event what led to the change, {@code null} for the first call and for what changed unseen, during a lost link
 *     for example
 */
public record ChildrenChange(
        String path,
        List<String> children,
        List<String> added,
        List<String> removed,
        boolean deleted,
        @Nullable WatchEvent event) {

    public ChildrenChange {
        children = List.copyOf(children);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /**
     * Compares two lists of names.
     *
     * @param before {@code null} for a node that was missing or not known
     * @param after {@code null} for a deleted node
     */
    static ChildrenChange between(
            String path, @Nullable List<String> before, @Nullable List<String> after, @Nullable WatchEvent event) {
        List<String> old = before == null ? List.of() : before;
        List<String> children = after == null ? List.of() : after;
        return new ChildrenChange(path, children, minus(children, old), minus(old, children), after == null, event);
    }

    private static List<String> minus(List<String> names, List<String> others) {
        Set<String> excluded = new HashSet<>(others);
        return names.stream().filter(name -> !excluded.contains(name)).toList();
    }
}
