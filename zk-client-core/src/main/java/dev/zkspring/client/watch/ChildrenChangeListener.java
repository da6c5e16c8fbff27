package dev.zkspring.client.watch;

/** Receives the changes of a {@link ChildrenWatch}, one call after another. */
@FunctionalInterface
public interface ChildrenChangeListener {

    /**
     * @return false to stop the watch
     * @throws Exception is given to the watch's error handler; the watch goes on
     */
    boolean changed(ChildrenChange change) throws Exception;
}
