package dev.zkspring.listener;

import dev.zkspring.client.watch.ChildrenChange;
import java.util.List;

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

    static ZkChildrenChange of(ChildrenChange change) {
        return new ZkChildrenChange(
                change.path(), change.children(), change.added(), change.removed(), change.deleted());
    }
}
