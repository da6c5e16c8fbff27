package dev.zkspring.listener;

/**
 * Stands around the calls of watch methods, to measure or to trace them. Beans of this type stand around all calls of
 * their application context, the one with the highest precedence outermost. Called on the thread that runs the method.
 */
@FunctionalInterface
public interface ZkWatchInterceptor {

    /**
     * Goes on with {@link ZkWatchCall#proceed}, once, and returns what that returns.
     *
     * @return false to stop the watch
     * @throws Exception what {@code proceed} threw; one of its own is reported as if the method had thrown it
     */
    boolean intercept(ZkWatchCall call) throws Exception;

    /**
     * A watch was removed from the registry and is called no more, but for a call that runs. Called for each of its
     * paths, on the thread that removes it.
     */
    default void watchRemoved(ZkWatchContainer container) {}
}
