package dev.zkspring.client.watch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Nodes that could not be read for reasons of their own. No event tells when that changes, so they are tried again and
 * again, ever more seldom. Confined to the queue.
 */
final class RefusedNodes {

    /** 100 ms doubled ten times: about 100 s between attempts. */
    private static final int MAX_DOUBLINGS = 10;

    private final Set<String> paths = new HashSet<>();

    private final Backoff backoff = new Backoff(MAX_DOUBLINGS);

    private final Executor queue;

    private final Runnable retry;

    private boolean planned;

    /** The retry has to ask for all of them. */
    RefusedNodes(Executor queue, Runnable retry) {
        this.queue = queue;
        this.retry = retry;
    }

    /** True if it was not refused before. */
    boolean add(String path) {
        if (!planned) {
            planned = true;
            CompletableFuture.delayedExecutor(backoff.nextMillis(), TimeUnit.MILLISECONDS, queue)
                    .execute(this::retry);
        }
        return paths.add(path);
    }

    private void retry() {
        planned = false;
        retry.run();
    }

    boolean contains(String path) {
        return paths.contains(path);
    }

    void remove(String path) {
        if (paths.remove(path) && paths.isEmpty()) {
            backoff.reset();
        }
    }

    void forEach(Consumer<String> consumer) {
        paths.forEach(consumer);
    }
}
