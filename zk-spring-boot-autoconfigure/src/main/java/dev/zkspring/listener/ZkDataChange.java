package dev.zkspring.listener;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * The data of a node as a listener that was registered in code receives it. Changes that follow each other quickly may
 * arrive as one.
 *
 * @param path the watched node
 * @param value the data, converted; {@code null} when there is no such node, or null data in it
 * @param stat {@code null} when there is no such node
 * @param event what led to the call, {@code null} on the first one and for what changed unseen
 */
public record ZkDataChange<T>(
        String path,
        @Nullable T value,
        @Nullable Stat stat,
        @Nullable WatchEvent event) {

    /** Whether there is such a node. */
    public boolean exists() {
        return stat != null;
    }
}
