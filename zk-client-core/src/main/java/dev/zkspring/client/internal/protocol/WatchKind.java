package dev.zkspring.client.internal.protocol;

/** The lists in which a client that reconnects names its watches, in the order in which servers read them. */
public enum WatchKind {
    /** One-shot, on an existing node; fires when it changes or goes. */
    DATA,
    /** One-shot, on a missing node; fires when it comes. Servers keep it with the data watches. */
    EXIST,
    /** One-shot, on the children of an existing node. */
    CHILD,
    /** Stays; on a node, its data and its children. */
    PERSISTENT,
    /** Stays; on a node, all nodes below it and their data. */
    PERSISTENT_RECURSIVE;

    /** Whether an event leaves it armed. */
    public boolean stays() {
        return this == PERSISTENT || this == PERSISTENT_RECURSIVE;
    }
}
