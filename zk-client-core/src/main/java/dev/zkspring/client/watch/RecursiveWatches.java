package dev.zkspring.client.watch;

import dev.zkspring.client.Watch;
import dev.zkspring.client.data.Watcher;
import java.util.concurrent.CompletableFuture;

/** Arms one watch for a node and everything below it: {@code addWatch}, or what a test has in its place. */
@FunctionalInterface
interface RecursiveWatches {

    CompletableFuture<Watch> add(String path, Watcher watcher);
}
