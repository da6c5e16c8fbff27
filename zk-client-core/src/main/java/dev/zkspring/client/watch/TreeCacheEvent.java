package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import org.jspecify.annotations.Nullable;

/**
 * A change of a {@link TreeCache}. What it holds belongs to the listener alone.
 *
 * @param type what changed
 * @param path the node; for {@link Type#INITIALIZED} the root of the cache
 * @param node the new value, {@code null} unless added or updated; without data in a cache that keeps none
 * @param before the value until now, {@code null} unless updated or removed
 */
public record TreeCacheEvent(
        Type type,
        String path,
        @Nullable NodeData node,
        @Nullable NodeData before) {

    /** What changed. */
    public enum Type {
        /** A node is there that was not; its parent, if it belongs to the cache, was added before. */
        NODE_ADDED,
        /** The data of a node was set, maybe several times, maybe to equal bytes. */
        NODE_UPDATED,
        /** A node is gone, or must not be read any more; everything below it was removed before. */
        NODE_REMOVED,
        /** The first complete copy is there; comes once. */
        INITIALIZED
    }
}
