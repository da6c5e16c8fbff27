package dev.zkspring.client.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Which change of which node a client's watchers have seen. One thread expects and awaits, others report. */
final class Sightings {

    private static final long LIMIT_SECONDS = 300;

    private final AtomicIntegerArray generations;

    private volatile CountDownLatch missing = new CountDownLatch(0);

    private volatile int expected;

    /** Nothing was seen of these nodes yet. */
    Sightings(int nodes) {
        generations = new AtomicIntegerArray(nodes);
        for (int i = 0; i < nodes; i++) {
            generations.set(i, -1);
        }
    }

    /** From now on a number of nodes is to be seen in this generation or a later one. */
    void expect(int generation, int nodes) {
        missing = new CountDownLatch(nodes);
        expected = generation;
    }

    /** A watcher has seen a node's value. */
    void saw(byte[] data) {
        int generation = WatchedNode.generation(data);
        int before = generations.getAndAccumulate(WatchedNode.index(data), generation, Math::max);
        if (before < expected && generation >= expected) {
            missing.countDown();
        }
    }

    /** A watcher was told that its node does not exist, or heard of something that needs no reading. */
    void sawSomething() {
        missing.countDown();
    }

    /** Waits until everything expected was seen. */
    void await() throws InterruptedException {
        CountDownLatch latch = missing;
        if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    latch.getCount() + " nodes not seen within " + LIMIT_SECONDS + " s (expected: all)");
        }
    }
}
