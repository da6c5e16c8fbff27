package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When this JVM stood still, by a garbage collection or for want of a processor: a thread wants to run every
 * {@value #PERIOD_MILLIS} ms and notes when it could not. Nobody in this JVM is in time then. Times are those of
 * {@link System#nanoTime}. Safe for use by several threads.
 */
public final class Lateness implements AutoCloseable {

    private static final int PERIOD_MILLIS = 20;

    /** What busy machines do all the time, and no bound may be so tight that it matters. */
    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(50);

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lateness");
        thread.setDaemon(true);
        return thread;
    });

    private final LongSupplier clock;

    private final List<Stall> stalls = new ArrayList<>();

    /** By what was due, so that who asks again and again is not excused as often. */
    private final Map<Long, Long> excused = new HashMap<>();

    private long last;

    /** A time in which the thread should have run and did not. */
    private record Stall(long from, long to) {

        /** How much of it lies within another time. */
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }
    }

    /** Begins to look. */
    public Lateness() {
        this(System::nanoTime);
        ticker.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks only when {@link #look} is called. */
    Lateness(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** The thread runs. */
    synchronized void look() {
        Stall present = present();
        if (present.to() - present.from() >= USUAL) {
            stalls.add(present);
        }
        last = present.to();
    }

    /** From when on the thread should have run until now. */
    private Stall present() {
        return new Stall(last + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS), clock.getAsLong());
    }

    /** For how much of this time this JVM stood still. A stall that is not over counts up to now. */
    public synchronized Duration within(long from, long to) {
        Stall present = present();
        long sum = present.to() - present.from() >= USUAL ? present.within(from, to) : 0;
        for (Stall stall : stalls) {
            sum += stall.within(from, to);
        }
        return Duration.ofNanos(sum);
    }

    /**
     * Whether something happened later than it may, not counting the time in which this JVM stood still. Of a timer only
     * the stalls from its due time on count: one that was over by then has delayed nothing.
     *
     * @param due when a timer should fire, or when work could begin
     * @param slack how much later it may be done
     */
    public boolean isTooLate(long due, Duration slack, long done) {
        long late = done - due - slack.toNanos();
        if (late <= 0) {
            return false;
        }
        if (late > within(due, done).toNanos()) {
            return true;
        }
        excuse(due, late);
        return false;
    }

    private synchronized void excuse(long due, long late) {
        excused.merge(due, late, Math::max);
    }

    /** How much later all together was than it might have been, and was excused by stalls. */
    public synchronized Duration excused() {
        return Duration.ofNanos(
                excused.values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
