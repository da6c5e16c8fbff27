package dev.zkspring.client.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a number of threads saw that called for some time, one call after the other each.
 *
 * @param sorted how long each call took, in nanoseconds, ascending
 * @param nanos from the first call to the last answer
 * @param cpuNanos processor time of all threads of this process
 */
record Latencies(long[] sorted, long nanos, long cpuNanos) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final double MICRO = 1e3;

    /** Lets threads call for some time. */
    static Latencies of(BlockingCaller caller, String path, int threads, long duration) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(calls(caller, path, duration, go)));
            }
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            go.countDown();
            List<long[]> parts = new ArrayList<>();
            for (Future<long[]> result : results) {
                parts.add(result.get());
            }
            long nanos = System.nanoTime() - start;
            return new Latencies(merge(parts), nanos, SYSTEM.getProcessCpuTime() - cpu);
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
        return sorted[Math.min(index, sorted.length - 1)] / MICRO;
    }

    double callsPerSecond() {
        return (double) sorted.length * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    double cpuMicrosPerCall() {
        return cpuNanos / MICRO / sorted.length;
    }
}
