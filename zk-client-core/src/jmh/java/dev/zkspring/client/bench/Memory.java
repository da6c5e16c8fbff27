package dev.zkspring.client.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What this process holds in memory, in bytes. */
final class Memory {

    /** Less than that is what the JVM itself and its observers allocate. */
    private static final long STILL = 64 * 1024;

    private static final int STILL_SAMPLES = 3;

    private static final int MAX_SAMPLES = 100;

    private static final long SAMPLE_MILLIS = 100;

    private Memory() {}

    /** The heap in use after full collections, once a client that was closed has let go of all it held. */
    static long heap() throws InterruptedException {
        long used = collect();
        int still = 0;
        for (int i = 0; still < STILL_SAMPLES && i < MAX_SAMPLES; i++) {
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            long now = collect();
            still = Math.abs(now - used) < STILL ? still + 1 : 0;
            used = now;
        }
        return used;
    }

    /** Waits until a client that was closed has let go of all it held, so that the next one has the machine for itself. */
    static void settle() throws InterruptedException {
        heap();
    }

    private static long collect() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
