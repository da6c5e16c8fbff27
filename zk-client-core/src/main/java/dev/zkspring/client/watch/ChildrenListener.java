package dev.zkspring.client.watch;

import dev.zkspring.client.data.WatchEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the lists of a {@link ChildrenWatch}, one call after another. */
@FunctionalInterface
public interface ChildrenListener {

    /**
     * @param children sorted names of all children, {@code null} when the node was deleted
     * @param event what led to the change, {@code null} for the first call and for what changed unseen, during a lost
     *     link for example
     * @return false to stop the watch
     * @throws Exception is given to the watch's error handler; the watch goes on
     */
    boolean changed(@Nullable List<String> children, @Nullable WatchEvent event) throws Exception;
}
