package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices when this process gets no processor: no client can be in time then. A thread of its own looks at the clock
 * again and again.
 */
final class Stalls implements AutoCloseable {

    private static final long INTERVAL = Duration.ofMillis(20).toNanos();

    /** What busy machines do all the time. */
    private static final long USUAL = Duration.ofMillis(50).toNanos();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private final List<Stall> found = new CopyOnWriteArrayList<>();

    private long last = System.nanoTime();

    /** Begins to look. */
    Stalls() {
        thread.scheduleWithFixedDelay(this::look, 0, INTERVAL, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        if (now - last > INTERVAL + USUAL) {
            found.add(new Stall(last + INTERVAL, now));
        }
        last = now;
    }

    /** All so far. */
    List<Stall> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** A time without a processor, by the clock of {@link Call#started}. */
    record Stall(long from, long to) {

        /** How much of it lies within another time. */
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }
    }
}
