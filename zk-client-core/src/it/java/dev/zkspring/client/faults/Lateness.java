package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How long this JVM was starved of time, by a garbage collection or by other processes: a thread that wants to run
 * every {@value #PERIOD_MILLIS} ms and notes how late it ran. Times are those of {@link System#nanoTime}. Safe for use
 * by several threads.
 */
public final class Lateness implements AutoCloseable {

    private static final int PERIOD_MILLIS = 20;

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lateness");
        thread.setDaemon(true);
        return thread;
    });

    private final List<Gap> gaps = new ArrayList<>();

    private long last = System.nanoTime();

    /** From when on the thread should have run, and when it did. */
    private record Gap(long from, long to) {}

    /** Begins to measure. */
    public Lateness() {
        ticker.scheduleWithFixedDelay(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void tick() {
        ran(System.nanoTime());
    }

    /** The thread runs at this time. */
    synchronized void ran(long now) {
        Gap gap = since(now);
        if (isDelay(gap)) {
            gaps.add(gap);
        }
        last = now;
    }

    /** From when the thread is due next. */
    private Gap since(long now) {
        return new Gap(last + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS), now);
    }

    private static boolean isDelay(Gap gap) {
        return gap.to() - gap.from() > TimeUnit.MILLISECONDS.toNanos(1);
    }

    /**
     * The sum of all delays of the thread that touch this time. After a stall of the whole process another thread may
     * ask before this one has run: its delay up to the end of that time counts, too.
     */
    public synchronized Duration within(long from, long to) {
        Gap open = since(to);
        long sum = isDelay(open) ? open.to() - open.from() : 0;
        for (Gap gap : gaps) {
            if (gap.to() - from >= 0 && to - gap.from() >= 0) {
                sum += gap.to() - gap.from();
            }
        }
        return Duration.ofNanos(sum);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
