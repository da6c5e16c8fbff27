package dev.zkspring.client.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What a number of calls cost this process.
 *
 * @param calls how many
 * @param millis from the first call until the last answer
 * @param cpuMillis processor time of all threads
 * @param bytes allocated on the heap by all threads
 */
record Measure(int calls, double millis, double cpuMillis, long bytes) {

    /** How often the window is filled at least: by then its first filling and its last emptying matter little. */
    private static final int FILLINGS = 4;

    /** A look at the clock for each call would be a part of what the fastest ones cost. */
    private static final int CALLS_PER_LOOK = 16;

    private static final double THOUSAND = 1e3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Begins the request with this number. */
    @FunctionalInterface
    interface Call {

        void begin(int number, Window window);
    }

    /** Calls for some time and waits for all answers. The client's threads must live on. */
    static Measure of(Call call, int outstanding, long nanos) {
        Window window = new Window(outstanding);
        Stopwatch stopwatch = new Stopwatch();
        long before = allocated();
        long end = System.nanoTime() + nanos;
        int calls = 0;
        while (calls < FILLINGS * outstanding || System.nanoTime() < end) {
            for (int i = 0; i < CALLS_PER_LOOK; i++) {
                window.enter();
                call.begin(calls++, window);
            }
        }
        window.drain();
        double millis = stopwatch.millis();
        // Before the processor time, which takes memory to find out.
        long bytes = allocated() - before;
        return new Measure(calls, millis, stopwatch.cpuMillis(), bytes);
    }

    double callsPerSecond() {
        return calls * THOUSAND / millis;
    }

    double cpuMicrosPerCall() {
        return cpuMillis * THOUSAND / calls;
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
