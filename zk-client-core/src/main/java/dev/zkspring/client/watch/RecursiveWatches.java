package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.data.Watcher;
import java.util.concurrent.CompletableFuture;

/** Arms one watch for a node and everything below it. */
@FunctionalInterface
interface RecursiveWatches {

    /**
     * Fails with {@code UnsupportedByServerException} where the server knows no such watches. The watcher gets the
     * events of all nodes under their own paths, {@code RESYNC} after each reconnect of the session and when it was too
     * slow, and {@code SESSION_LOST} as the last one.
     */
    CompletableFuture<Watch> add(String path, Watcher watcher);
}
