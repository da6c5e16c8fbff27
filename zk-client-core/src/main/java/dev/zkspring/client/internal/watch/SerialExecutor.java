package dev.zkspring.client.internal.watch;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order on threads of a pool. Occupies a thread only while there is something to do,
 * and yields it after a number of tasks so that others get their turn. There may be one for each of very many watches:
 * it is itself the stack of what was added and not yet taken, {@code null} while it is idle. Safe for use by any thread.
 */
final class SerialExecutor extends AtomicReference<SerialExecutor.@Nullable Entry> implements Executor, Runnable {

    private static final long serialVersionUID = 1L;

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private static final int TASKS_PER_TURN = 64;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A task, and the entry that it stands on; once taken, the one to run after it. */
    static final class Entry {

        /** Stands at the bottom while a turn is under way or due. */
        static final Entry BUSY = new Entry(() -> {});

        final Runnable task;

        @Nullable
        Entry next;

        Entry(Runnable task) {
            this.task = task;
        }
    }

    private final transient Executor pool;

    private final String description;

    SerialExecutor(Executor pool, String description) {
        this.pool = pool;
        this.description = description;
    }

    @Override
    public void execute(Runnable task) {
        Entry added = new Entry(task);
        Entry top;
        do {
            top = get();
            added.next = top;
        } while (!compareAndSet(top, added));
        if (top == null) {
            pool.execute(this);
        }
    }

    /** One turn. */
    @Override
    public void run() {
        turn(take());
    }

    private void turn(@Nullable Entry first) {
        Entry entry = first;
        for (int done = 0; done < TASKS_PER_TURN && entry != null; done++) {
            runTimed(entry.task);
            entry = entry.next != null ? entry.next : take();
        }
        if (entry != null) {
            Entry left = entry;
            pool.execute(() -> turn(left));
        }
    }

    /** What was added, oldest first; if nothing was, {@code null}, and from now on it is idle. */
    private @Nullable Entry take() {
        Entry top = get();
        if (top == Entry.BUSY && compareAndSet(Entry.BUSY, null)) {
            return null;
        }
        top = getAndSet(Entry.BUSY);
        Entry first = null;
        while (top != null && top != Entry.BUSY) {
            Entry older = top.next;
            top.next = first;
            first = top;
            top = older;
        }
        return first;
    }

    private void runTimed(Runnable task) {
        long start = System.nanoTime();
        try {
            task.run();
        } catch (Throwable e) {
            log.warn("Callback failed: {}", description, e);
        }
        long took = System.nanoTime() - start;
        if (took > SLOW_NANOS) {
            log.warn("Callback took {} ms: {}", TimeUnit.NANOSECONDS.toMillis(took), description);
        }
    }
}
