package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;

/** The nodes of a cache, of which no change goes untold. Confined to the cache's queue. */
final class ToldTree {

    private final CachedTree tree;

    private final TreeReport report;

    ToldTree(CachedTree tree, TreeReport report) {
        this.tree = tree;
        this.report = report;
    }

    /** True if the node is not the one known under its path. */
    boolean keep(String path, NodeData value) {
        CachedNode node = tree.find(path);
        if (node != null && !node.isIncarnation(value.stat())) {
            drop(path);
            node = null;
        }
        if (node == null) {
            tree.add(path, value);
            report.added(path, value);
            return true;
        }
        NodeData before = node.value();
        node.setValue(value);
        if (!before.stat().sameValueAs(value.stat())) {
            report.updated(path, value, before);
        }
        return false;
    }

    /** Takes out a node and everything below it, if it is there. */
    void drop(String path) {
        tree.remove(path)
                .forEach(entry -> report.removed(entry.path(), entry.node().value()));
    }
}
