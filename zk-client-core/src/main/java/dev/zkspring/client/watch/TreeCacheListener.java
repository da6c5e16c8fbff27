package dev.zkspring.client.watch;

/** Receives the changes of a {@link TreeCache}, one call after another. */
@FunctionalInterface
public interface TreeCacheListener {

    /**
     * The cache holds the change already. It learns nothing new while this call lasts; what happens meanwhile comes
     * later, several changes of a node as one.
     *
     * @throws Exception is given to the cache's error handler; the cache goes on
     */
    void changed(TreeCacheEvent event) throws Exception;
}
