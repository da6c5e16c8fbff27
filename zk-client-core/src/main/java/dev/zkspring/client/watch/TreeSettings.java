package dev.zkspring.client.watch;

import dev.zkspring.client.ZkClient;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TreeCacheBuilder} was told.
 *
 * @param queue runs its tasks one at a time and in order
 */
record TreeSettings(
        ZkClient client,
        TreeScope scope,
        boolean cacheData,
        Executor queue,
        WatchErrorHandler errorHandler,
        @Nullable TreeCacheListener listener,
        RecursiveWatches watches) {}
