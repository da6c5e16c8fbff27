package dev.zkspring.client.data;

/** What a watch that stays reports. Since server 3.6.0. */
public enum AddWatchMode {
    /** Every event of the node itself: creation, deletion, new data, and a child that comes or goes. */
    PERSISTENT,
    /**
     * Creation, deletion and new data of the node and of every node below it, each with the path of the node concerned.
     * Never {@link WatchEvent.Type#NODE_CHILDREN_CHANGED}: the child's own event says it.
     */
    PERSISTENT_RECURSIVE
}
