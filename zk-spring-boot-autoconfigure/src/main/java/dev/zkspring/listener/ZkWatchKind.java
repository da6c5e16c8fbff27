package dev.zkspring.listener;

/** What of a node a watch follows. */
public enum ZkWatchKind {
    DATA,
    CHILDREN
}
