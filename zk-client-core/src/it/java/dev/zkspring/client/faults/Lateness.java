package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When this JVM stood still, by a garbage collection or for want of a processor: a thread wants to run every
 * {@value #PERIOD_MILLIS} ms and notes when it could not. A thread that hardly does anything is served first, so it also
 * looks how long the clients' event loops had to wait, by {@link LoopWaits}. Nobody in this JVM is in time then. Times
 * are those of {@link System#nanoTime}. Safe for use by several threads.
 */
public final class Lateness implements AutoCloseable {

    private static final int PERIOD_MILLIS = 20;

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

    /** What busy machines do all the time, and no bound may be so tight that it matters. */
    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(50);

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lateness");
        thread.setDaemon(true);
        return thread;
    });

    private final LongSupplier clock;

    private final LongSupplier waits;

    /** In their order, and apart from each other. */
    private final Deque<Stall> stalls = new ArrayDeque<>();

    /** By what was due, so that who asks again and again is not excused as often. */
    private final Map<Long, Long> excused = new HashMap<>();

    private long last;

    /** A time in which a thread should have run and did not. */
    private record Stall(long from, long to) {

        /** How much of it lies within another time. */
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }
    }

    /** Begins to look. */
    public Lateness() {
        this(System::nanoTime, new LoopWaits());
        ticker.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Looks only when {@link #look} is called.
     *
     * @param waits the longest wait of a thread, in nanoseconds, that ended since it was asked before
     */
    Lateness(LongSupplier clock, LongSupplier waits) {
        this.clock = clock;
        this.waits = waits;
        this.last = clock.getAsLong();
    }

    /** The thread runs. */
    synchronized void look() {
        long now = clock.getAsLong();
        add(stalls, new Stall(due(), now));
        add(stalls, new Stall(now - waits.getAsLong(), now));
        last = now;
    }

    /** From when on the thread should run. */
    private long due() {
        return last + PERIOD;
    }

    /**
     * It ends last of all, so that it can only go on from those that were found last. A period between two of them, in
     * which the thread slept, is no time in which anybody got far.
     */
    private static void add(Deque<Stall> found, Stall stall) {
        if (stall.to() - stall.from() < USUAL) {
            return;
        }
        long from = stall.from();
        while (!found.isEmpty() && found.getLast().to() + PERIOD >= from) {
            from = Math.min(from, found.removeLast().from());
        }
        found.add(new Stall(from, stall.to()));
    }

    /** All stalls; one that is not over counts up to now. */
    private Deque<Stall> stalls() {
        long now = clock.getAsLong();
        add(stalls, new Stall(now - waits.getAsLong(), now));
        Deque<Stall> all = new ArrayDeque<>(stalls);
        add(all, new Stall(due(), now));
        return all;
    }

    /** For how much of this time this JVM stood still. */
    public synchronized Duration within(long from, long to) {
        return Duration.ofNanos(
                stalls().stream().mapToLong(stall -> stall.within(from, to)).sum());
    }

    /** When an event loop could take up what it was given at this time: then, or at the end of a stall. */
    public synchronized long takenUp(long given) {
        long time = given;
        for (Stall stall : stalls()) {
            if (stall.from() <= time + USUAL && stall.to() > time) {
                time = stall.to();
            }
        }
        return time;
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
