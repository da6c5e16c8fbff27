package dev.zkspring.client.internal.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order on threads of a pool. Occupies a thread only while there is something to do,
 * and yields it after a number of tasks so that others get their turn. Safe for use by any thread.
 */
final class SerialExecutor implements Executor, Runnable {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private static final int TASKS_PER_TURN = 64;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Tasks added and not yet finished; whoever raises it from 0 schedules a turn. */
    private final AtomicInteger pending = new AtomicInteger();

    private final Executor pool;

    private final String description;

    SerialExecutor(Executor pool, String description) {
        this.pool = pool;
        this.description = description;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            pool.execute(this);
        }
    }

    /** One turn. */
    @Override
    public void run() {
        int done = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runTimed(task);
            if (++done == TASKS_PER_TURN) {
                break;
            }
        }
        if (pending.addAndGet(-done) > 0) {
            pool.execute(this);
        }
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
