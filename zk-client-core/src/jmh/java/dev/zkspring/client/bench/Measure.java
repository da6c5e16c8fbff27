package dev.zkspring.client.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What a number of calls cost this process.
 *
 * @param calls how many
 * @param nanos from the first call until the last answer
 * @param cpuNanos processor time of all threads
 * @param bytes allocated on the heap by all threads
 */
record Measure(int calls, long nanos, long cpuNanos, long bytes) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Calls a number of times and waits for all answers. The client's threads must live on. */
    static Measure of(Contestant contestant, Scenario scenario, int calls) {
        Window window = new Window(scenario.window());
        long bytes = allocated();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            window.enter();
            scenario.call().begin(contestant, i, window);
        }
        window.drain();
        long nanos = System.nanoTime() - start;
        return new Measure(calls, nanos, SYSTEM.getProcessCpuTime() - cpu, allocated() - bytes);
    }

    double callsPerSecond() {
        return (double) calls * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    double cpuMicrosPerCall() {
        return cpuNanos / 1e3 / calls;
    }

    double bytesPerCall() {
        return (double) bytes / calls;
    }

    private static long allocated() {
        return LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
