package dev.zkspring.client.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a number of threads saw that called for some time, one call after the other each.
 *
 * @param sorted how long each call took, in nanoseconds, ascending
 * @param millis from the first call to the last answer
 * @param cpuMillis processor time of all threads of this process
 */
record Latencies(long[] sorted, double millis, double cpuMillis) {

    private static final double THOUSAND = 1e3;

    /** Lets threads call for some time, each for a node of its own. */
    static Latencies of(BlockingCaller caller, int threads, long duration) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(calls(caller, ReadNodes.path(i), duration, go)));
            }
            Stopwatch stopwatch = new Stopwatch();
            go.countDown();
            List<long[]> parts = new ArrayList<>();
            for (Future<long[]> result : results) {
                parts.add(result.get());
            }
            double millis = stopwatch.millis();
            double cpuMillis = stopwatch.cpuMillis();
            return new Latencies(merge(parts), millis, cpuMillis);
        } finally {
            executor.shutdown();
        }
    }

    private static Callable<long[]> calls(BlockingCaller caller, String path, long duration, CountDownLatch go) {
        return () -> {
            long[] taken = new long[1024];
            int count = 0;
            go.await();
            long now = System.nanoTime();
            long end = now + duration;
            while (now < end) {
                caller.get(path);
                long after = System.nanoTime();
                taken = count == taken.length ? Arrays.copyOf(taken, 2 * count) : taken;
                taken[count++] = after - now;
                now = after;
            }
            return Arrays.copyOf(taken, count);
        };
    }

    private static long[] merge(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    /** The time that so many of a thousand calls did not exceed. */
    double micros(int perMille) {
        int index = (int) ((long) sorted.length * perMille / 1_000);
        return sorted[Math.min(index, sorted.length - 1)] / THOUSAND;
    }

    double callsPerSecond() {
        return sorted.length * THOUSAND / millis;
    }

    double cpuMicrosPerCall() {
        return cpuMillis * THOUSAND / sorted.length;
    }
}
