package dev.zkspring.client.watch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Nodes that could not be read for reasons of their own. No event tells when that changes, so each is tried again and
 * again, ever more seldom. Confined to the queue.
 */
final class RefusedNodes {

    /** 100 ms doubled ten times: about 100 s between attempts. */
    private static final int MAX_DOUBLINGS = 10;

    private final Map<String, Refusal> refusals = new HashMap<>();

    private final Executor queue;

    private final Consumer<String> retry;

    private static final class Refusal {

        final Backoff backoff = new Backoff(MAX_DOUBLINGS);

        boolean planned;
    }

    RefusedNodes(Executor queue, Consumer<String> retry) {
        this.queue = queue;
        this.retry = retry;
    }

    /** True if it was not refused before. */
    boolean add(String path) {
        boolean known = contains(path);
        Refusal refusal = refusals.computeIfAbsent(path, key -> new Refusal());
        if (!refusal.planned) {
            refusal.planned = true;
            CompletableFuture.delayedExecutor(refusal.backoff.nextMillis(), TimeUnit.MILLISECONDS, queue)
                    .execute(() -> retry(path, refusal));
        }
        return !known;
    }

    private void retry(String path, Refusal refusal) {
        refusal.planned = false;
        if (refusals.get(path) == refusal) {
            retry.accept(path);
        }
    }

    boolean contains(String path) {
        return refusals.containsKey(path);
    }

    void remove(String path) {
        refusals.remove(path);
    }

    void forEach(Consumer<String> consumer) {
        List.copyOf(refusals.keySet()).forEach(consumer);
    }
}
