package dev.zkspring.listener;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.ChildrenChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a watch method is about.
 *
 * @param node data and stat, {@code null} for a missing node and for a watch of children
 * @param change {@code null} for a watch of data
 */
record WatchDelivery(
        String path,
        @Nullable WatchEvent event,
        @Nullable NodeData node,
        @Nullable ChildrenChange change) {

    static WatchDelivery ofData(String path, @Nullable NodeData node, @Nullable WatchEvent event) {
        return new WatchDelivery(path, event, node, null);
    }

    static WatchDelivery ofChildren(ChildrenChange change) {
        return new WatchDelivery(change.path(), change.event(), null, change);
    }

    /** Sorted names, {@code null} for a deleted node and for a watch of data. */
    @Nullable
    List<String> children() {
        return change == null || change.deleted() ? null : change.children();
    }
}
