package dev.zkspring.client.internal.protocol;

/** The lists in which a client that reconnects names its one-shot watches. */
public enum WatchKind {
    /** On an existing node; fires when it changes or goes. */
    DATA,
    /** On a missing node; fires when it comes. Servers keep it with the data watches. */
    EXIST,
    /** On the children of an existing node. */
    CHILD
}
