package dev.zkspring.client;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;

/** Calls on watches that wait for the answer; {@link NodeOperations} says what they throw. */
public interface WatchOperations {

    /**
     * Registers a watcher that stays, on a node that need not exist, until the handle is closed or the session ends. It
     * is called with every event, each time on a callback thread, and besides with
     *
     * <ul>
     *   <li>{@link WatchEvent.Type#RESYNC} and the path of the watch once for each reconnect of the session, that is
     *       each time connection listeners hear that it goes on, because a server does not tell such a watch what it
     *       missed, after an overflow of the watcher's queue, and at each {@link ZkClientBuilder#resyncInterval}.
     *       Whoever keeps state reads it again then. What is read after it reflects all that was missed.
     *   <li>{@link WatchEvent.Type#SESSION_LOST} when the session has ended. The handle is closed then; register anew.
     * </ul>
     *
     * <p>Each call registers anew: a watcher that was registered twice is called twice, and each handle closes its own
     * registration. Closing the last one for a path and mode removes the watch from the server.
     *
     * <p>A session may move to a server older than 3.6. The watch gets no events there; a RESYNC tells that it was not
     * served when the session is back on a newer one. Servers before 3.9 keep one watch for a path, so the client makes
     * one serve all: with both modes on one path they report a child that comes or goes only if its own event reaches
     * this client, which servers from 3.8.4 on refuse to one that may not read the child.
     *
     * @return once the server has armed it; events may come before
     * @throws dev.zkspring.client.error.UnsupportedByServerException from a server before 3.6.0; nothing was sent
     */
    Watch addWatch(String path, AddWatchMode mode, Watcher watcher);

    /**
     * Takes a watcher off a path again, one-shot or not; the server is told when nobody else watches there.
     *
     * @return whether it was registered
     */
    boolean removeWatcher(String path, Watcher watcher);
}
