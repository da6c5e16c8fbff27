package dev.zkspring.client.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When this JVM stood still, by a garbage collection or for want of a processor: a thread wants to run every
 * {@value #PERIOD_MILLIS} ms and notes when it could not. A thread that hardly does anything is served first, so it also
 * looks how long the clients' event loops had to wait, by {@link LoopWaits}: at a stretch, when nobody in this JVM is in
 * time, and each in all, be it a little again and again. Times are those of {@link System#nanoTime}. Safe for use by
 * several threads.
 */
public final class Lateness implements AutoCloseable {

    private static final int PERIOD_MILLIS = 20;

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

    /** What busy machines do all the time, and no bound may be so tight that it matters. */
    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(50);

    /** What was longer ago nobody asks for any more, but for the sum: a long run must not hold more and more. */
    private static final long KEPT = TimeUnit.MINUTES.toNanos(5);

    /** So much of a period counts if it comes again and again. */
    private static final long NOTABLE = PERIOD / 4;

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lateness");
        thread.setDaemon(true);
        return thread;
    });

    private final LongSupplier clock;

    private final Supplier<Map<Path, Long>> waits;

    /** By event loop. */
    private final Map<Path, Deque<Stall>> shortWaits = new HashMap<>();

    /** In their order, and apart from each other. */
    private final Deque<Stall> stalls = new ArrayDeque<>();

    private long forgottenStalls;

    /** How long each event loop waited besides, shortly each time. */
    private final Map<Path, Long> forgottenWaits = new HashMap<>();

    /** By what was due, so that who asks again and again is not excused as often. */
    private final Map<Long, Long> excused = new HashMap<>();

    private long last;

    /** A time in which a thread should have run and did not. */
    private record Stall(long from, long to) {

        /** How much of it lies within another time. */
        long within(long start, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, start));
        }

        long length() {
            return to - from;
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
     * @param waits of each event loop how long, in nanoseconds, it waited since that was asked before
     */
    Lateness(LongSupplier clock, Supplier<Map<Path, Long>> waits) {
        this.clock = clock;
        this.waits = waits;
        this.last = clock.getAsLong();
    }

    /** The thread runs. */
    synchronized void look() {
        long now = clock.getAsLong();
        add(stalls, new Stall(due(), now));
        addWaits(now);
        last = now;
        forget(now - KEPT);
    }

    private void forget(long before) {
        shortWaits.forEach((loop, waits) -> {
            while (!waits.isEmpty() && waits.getFirst().to() < before) {
                Stall wait = waits.removeFirst();
                forgottenWaits.merge(loop, besides(stalls, wait, wait.from(), wait.to()), Long::sum);
            }
        });
        while (!stalls.isEmpty() && stalls.getFirst().to() < before) {
            forgottenStalls += stalls.removeFirst().length();
        }
    }

    private void addWaits(long now) {
        long longest = 0;
        for (Map.Entry<Path, Long> loop : waits.get().entrySet()) {
            long wait = loop.getValue();
            longest = Math.max(longest, wait);
            if (wait >= NOTABLE && wait < USUAL) {
                shortWaits
                        .computeIfAbsent(loop.getKey(), key -> new ArrayDeque<>())
                        .add(new Stall(now - wait, now));
            }
        }
        add(stalls, new Stall(now - longest, now));
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
        if (stall.length() < USUAL) {
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
        addWaits(now);
        Deque<Stall> all = new ArrayDeque<>(stalls);
        add(all, new Stall(due(), now));
        return all;
    }

    /** For how much of this time, of the last minutes, this JVM stood still, or the event loop did that waited most. */
    public synchronized Duration within(long from, long to) {
        Deque<Stall> all = stalls();
        long waited = shortWaits.values().stream()
                .mapToLong(loop -> besides(all, loop, from, to))
                .max()
                .orElse(0);
        return Duration.ofNanos(within(all, from, to) + waited);
    }

    /** As {@link #within}, of all the time. */
    public synchronized Duration total() {
        Deque<Stall> all = stalls();
        long waited = shortWaits.entrySet().stream()
                .mapToLong(loop -> besides(all, loop.getValue(), Long.MIN_VALUE, Long.MAX_VALUE)
                        + forgottenWaits.getOrDefault(loop.getKey(), 0L))
                .max()
                .orElse(0);
        return Duration.ofNanos(forgottenStalls + within(all, Long.MIN_VALUE, Long.MAX_VALUE) + waited);
    }

    private static long besides(Deque<Stall> stalls, Deque<Stall> waits, long from, long to) {
        return waits.stream().mapToLong(wait -> besides(stalls, wait, from, to)).sum();
    }

    private static long within(Deque<Stall> stalls, long from, long to) {
        return stalls.stream().mapToLong(stall -> stall.within(from, to)).sum();
    }

    /** How much of a wait lies within this time and is in no stall. */
    private static long besides(Deque<Stall> stalls, Stall wait, long from, long to) {
        long counted = wait.within(from, to);
        return counted == 0 ? 0 : counted - within(stalls, Math.max(from, wait.from()), Math.min(to, wait.to()));
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
