package dev.zkspring.client.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time and the processor time of this process since some moment, both in milliseconds. */
final class Stopwatch {

    private static final double NANOS_PER_MILLI = 1e6;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long cpu = SYSTEM.getProcessCpuTime();

    private final long start = System.nanoTime();

    double millis() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    double cpuMillis() {
        return (SYSTEM.getProcessCpuTime() - cpu) / NANOS_PER_MILLI;
    }
}
