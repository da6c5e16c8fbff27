package dev.zkspring.client.data;

/**
 * One event of a watch.
 *
 * @param type what happened
 * @param path the node concerned as the client sees it, without the chroot; for {@link Type#SESSION_LOST} and {@link
 *     Type#RESYNC} the path of the watch
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
        /**
         * Events are missing, or may be: they were dropped because the watcher was too slow for its queue, the link broke
         * under a watch of {@code addWatch}, or the {@code resyncInterval} of the client is over. Read again what matters.
         */
        RESYNC
    }
}
