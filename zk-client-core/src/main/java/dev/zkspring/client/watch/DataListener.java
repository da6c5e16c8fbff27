package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import org.jspecify.annotations.Nullable;

/** Receives the values of a {@link DataWatch}, one call after another. */
@FunctionalInterface
public interface DataListener {

    /**
     * @param node the newest value, {@code null} when there is no such node
     * @param event what led to the change, {@code null} for the first call and for what changed unseen, during a lost
     *     link for example
     * @return false to stop the watch
     * @throws Exception is given to the watch's error handler; the watch goes on
     */
    boolean changed(@Nullable NodeData node, @Nullable WatchEvent event) throws Exception;
}
