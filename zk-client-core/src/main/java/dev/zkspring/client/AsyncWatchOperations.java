package dev.zkspring.client;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.Watcher;
import java.util.concurrent.CompletableFuture;

/** The calls of {@link WatchOperations} as futures; {@link AsyncNodeOperations} has the rules of threads and order. */
public interface AsyncWatchOperations {

    /** See {@link WatchOperations#addWatch(String, AddWatchMode, Watcher)}; a cancelled call leaves no watch. */
    CompletableFuture<Watch> addWatch(String path, AddWatchMode mode, Watcher watcher);

    /** See {@link WatchOperations#removeWatcher(String, Watcher)}. */
    CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher);
}
