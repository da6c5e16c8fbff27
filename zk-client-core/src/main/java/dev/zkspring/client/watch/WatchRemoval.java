package dev.zkspring.client.watch;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.Executor;

/** Takes one watcher off many nodes, a bounded number at a time. Confined to the queue. */
final class WatchRemoval {

    private static final int IN_FLIGHT = 64;

    private final ZkAsyncClient client;

    private final Watcher watcher;

    private final Executor queue;

    WatchRemoval(ZkAsyncClient client, Watcher watcher, Executor queue) {
        this.client = client;
        this.watcher = watcher;
        this.queue = queue;
    }

    void begin(Collection<String> paths) {
        Iterator<String> left = paths.stream().filter(WatchRemoval::isPath).iterator();
        for (int i = 0; i < IN_FLIGHT; i++) {
            removeNext(left);
        }
    }

    /** On what only a server that lies calls a node there is no watch. */
    private static boolean isPath(String path) {
        try {
            return !ZkPath.validate(path).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What cannot be removed belongs to a session that is over, and is gone with it. */
    private void removeNext(Iterator<String> left) {
        if (left.hasNext()) {
            client.removeWatcher(left.next(), watcher).whenCompleteAsync((removed, error) -> removeNext(left), queue);
        }
    }
}
