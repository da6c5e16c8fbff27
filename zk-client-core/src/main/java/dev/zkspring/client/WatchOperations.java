package dev.zkspring.client;

import dev.zkspring.client.data.Watcher;

/** Calls on watches that wait for the answer; {@link NodeOperations} says what they throw. */
public interface WatchOperations {

    /**
     * Takes a watcher off a path again; the server is told when nobody else watches there.
     *
     * @return whether it was registered
     */
    boolean removeWatcher(String path, Watcher watcher);
}
