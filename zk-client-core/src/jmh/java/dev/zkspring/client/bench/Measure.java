package dev.zkspring.client.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What a number of calls cost this process.
 *
 * @param callsPerSecond throughput
 * @param cpuNanos processor time of all threads, for each call
 * @param bytes allocated on the heap by all threads, for each call
 */
record Measure(double callsPerSecond, double cpuNanos, double bytes) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Reads a node many times and measures that. The client's threads must live on. */
    static Measure of(Contestant contestant, String path, int calls, int windowSize) {
        Window window = new Window(windowSize);
        long bytes = allocated();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            window.enter();
            contestant.get(path, window);
        }
        window.drain();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuPerCall = (double) (SYSTEM.getProcessCpuTime() - cpu) / calls;
        return new Measure(calls / seconds, cpuPerCall, (double) (allocated() - bytes) / calls);
    }

    /** How many times as much each figure is as the other's. */
    Measure dividedBy(Measure other) {
        return new Measure(callsPerSecond / other.callsPerSecond, cpuNanos / other.cpuNanos, bytes / other.bytes);
    }

    private static long allocated() {
        return LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
