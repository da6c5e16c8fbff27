package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time since the start of a schedule. */
final class FaultClock {

    private final long start = System.nanoTime();

    Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void waitUntil(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(start + time.toNanos() - System.nanoTime());
    }
}
