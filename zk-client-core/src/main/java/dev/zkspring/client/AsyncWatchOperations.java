package dev.zkspring.client;

import dev.zkspring.client.data.Watcher;
import java.util.concurrent.CompletableFuture;

/** The calls of {@link WatchOperations} as futures; {@link AsyncNodeOperations} has the rules of threads and order. */
public interface AsyncWatchOperations {

    /** See {@link WatchOperations#removeWatcher(String, Watcher)}. */
    CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher);
}
