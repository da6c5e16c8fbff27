package dev.zkspring.client.data;

/**
 * One event of a one-shot watch.
 *
 * @param type what happened
 * @param path the watched path as the client sees it, without the chroot
 * @param zxid transaction that caused the event; -1 when unknown: servers before 3.9, events caught up after a
 *     reconnect, {@link Type#SESSION_LOST} and {@link Type#RESYNC}
 */
public record WatchEvent(Type type, String path, long zxid) {

    /** What happened to the node or to the watch. */
    public enum Type {
        NODE_CREATED,
        NODE_DELETED,
        NODE_DATA_CHANGED,
        NODE_CHILDREN_CHANGED,
        /** The session ended and this watch with it; nothing more will come unless the watcher is registered again. */
        SESSION_LOST,
        /** Events were dropped because the watcher was too slow for its queue; read again what matters. */
        RESYNC
    }
}
