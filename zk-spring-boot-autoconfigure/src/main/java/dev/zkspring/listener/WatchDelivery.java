package dev.zkspring.listener;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a watch method is about.
 *
 * @param node data and stat, {@code null} for a missing node and for a watch of children
 * @param children {@code null} for a deleted node and for a watch of data
 * @param childrenBefore the children at the call before
 */
record WatchDelivery(
        String path,
        @Nullable WatchEvent event,
        @Nullable NodeData node,
        @Nullable List<String> children,
        List<String> childrenBefore) {

    static WatchDelivery ofData(String path, @Nullable NodeData node, @Nullable WatchEvent event) {
        return new WatchDelivery(path, event, node, null, List.of());
    }

    static WatchDelivery ofChildren(
            String path, @Nullable List<String> children, @Nullable WatchEvent event, List<String> before) {
        return new WatchDelivery(path, event, null, children, before);
    }
}
