package dev.zkspring.listener;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The children of a node and how they differ from those of the call before. Changes that follow each other quickly may
 * arrive as one.
 *
 * @param path the watched node
 * @param children sorted names, empty when the node is deleted
 * @param added names that the call before did not have; on the first call all
 * @param removed names that only the call before had
 * @param deleted whether the node itself is gone
 */
public record ZkChildrenChange(
        String path, List<String> children, List<String> added, List<String> removed, boolean deleted) {

    public ZkChildrenChange {
        children = List.copyOf(children);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    static ZkChildrenChange between(String path, List<String> before, @Nullable List<String> after) {
        List<String> children = after == null ? List.of() : after;
        return new ZkChildrenChange(path, children, minus(children, before), minus(before, children), after == null);
    }

    private static List<String> minus(List<String> names, List<String> others) {
        Set<String> excluded = new HashSet<>(others);
        return names.stream().filter(name -> !excluded.contains(name)).toList();
    }
}
