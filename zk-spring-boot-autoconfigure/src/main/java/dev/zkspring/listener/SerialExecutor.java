package dev.zkspring.listener;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs its tasks on a user's executor, one at a time and in order. They are handed over by way of the client's callback
 * threads, so that an executor that runs them in the caller's thread, or makes the caller wait, does not hold up the
 * client's event loop.
 */
final class SerialExecutor implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    /** From when on the client warns of its own callbacks. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final String description;

    private final Executor callbackThreads;

    private final Executor target;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final AtomicInteger pending = new AtomicInteger();

    private final Duration slow;

    SerialExecutor(String description, Executor callbackThreads, Executor target) {
        this(description, callbackThreads, target, SLOW);
    }

    /** Logs tasks that take longer than a limit. */
    SerialExecutor(String description, Executor callbackThreads, Executor target, Duration slow) {
        this.description = description;
        this.callbackThreads = callbackThreads;
        this.target = target;
        this.slow = slow;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            callbackThreads.execute(this::handOver);
        }
    }

    /** Dropping the task would end the watch; where the target fails, the method just runs elsewhere this time. */
    private void handOver() {
        Turn turn = new Turn();
        try {
            target.execute(turn);
        } catch (RejectedExecutionException e) {
            log.warn(
                    "The executor of {} is full or shut down, it runs on a callback thread of the client", description);
            log.debug("Refused", e);
            turn.run();
        } catch (Throwable e) {
            log.warn("The executor of {} failed, it runs on a callback thread of the client", description, e);
            turn.run();
        }
    }

    /** The next task. Runs once, for a target that fails may have taken it before. */
    private final class Turn extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                runNext();
            }
        }
    }

    private void runNext() {
        long start = System.nanoTime();
        try {
            tasks.remove().run();
        } catch (Throwable e) {
            log.warn("A call by {} failed", description, e);
        }
        warnIfSlow(System.nanoTime() - start);
        if (pending.decrementAndGet() > 0) {
            callbackThreads.execute(this::handOver);
        }
    }

    private void warnIfSlow(long nanos) {
        if (nanos > slow.toNanos()) {
            log.warn("A call by {} took {} ms", description, TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }
}
