package dev.zkspring.client.bench;

/** Time and the processor time of this process since some moment, both in milliseconds. */
final class Stopwatch {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long processor = ProcessorTime.nanos();

    private final long start = System.nanoTime();

    double millis() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    double cpuMillis() {
        return (ProcessorTime.nanos() - processor) / NANOS_PER_MILLI;
    }
}
