package dev.zkspring.client.data;

/**
 * Receives the one event of a one-shot watch, or every event of a watch that stays. Called on a callback thread of the
 * client, never on its event loop; calls for one watcher come one after another, in the order of the events. Blocking
 * client calls are allowed inside. A watcher registered twice for a path and kind by reads, by {@code equals}, is called
 * once.
 */
@FunctionalInterface
public interface Watcher {

    /** An exception is logged and otherwise ignored. */
    void process(WatchEvent event) throws Exception;
}
