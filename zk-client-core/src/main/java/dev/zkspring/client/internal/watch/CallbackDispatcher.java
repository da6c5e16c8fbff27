package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events to watchers on callback threads: each watcher has a queue of its own, which exists only while it holds
 * something, so a slow watcher delays no other and an idle one costs nothing. Safe for use by any thread.
 */
public final class CallbackDispatcher {

    private static final Logger log = LoggerFactory.getLogger(CallbackDispatcher.class);

    private final Executor pool;

    private final Map<Watcher, EventQueue> queues = new ConcurrentHashMap<>();

    public CallbackDispatcher(Executor pool) {
        this.pool = task -> execute(pool, task);
    }

    /**
     * An application's executor may be full or shut down, and any may find no memory for a thread; an event must neither
     * be lost nor stop the event loop.
     */
    private static void execute(Executor pool, Runnable task) {
        Once once = new Once(task);
        try {
            pool.execute(once);
        } catch (RejectedExecutionException e) {
            log.warn("The callback executor is full or shut down; using the common pool instead: {}", e.getMessage());
            executeOnCommonPool(once);
        } catch (Throwable e) {
            log.warn("The callback executor failed; using the common pool instead", e);
            executeOnCommonPool(once);
        }
    }

    /** It keeps a task for which it cannot make a thread, and runs it when it has one again. */
    private static void executeOnCommonPool(Once task) {
        try {
            ForkJoinPool.commonPool().execute(task);
        } catch (Throwable e) {
            log.error("The common pool failed too; callbacks come late", e);
        }
    }

    /** An executor that throws may have taken the task before, but it must not run twice. */
    private static final class Once extends AtomicReference<@Nullable Runnable> implements Runnable {

        private static final long serialVersionUID = 1L;

        Once(Runnable task) {
            super(task);
        }

        @Override
        public void run() {
            Runnable task = getAndSet(null);
            if (task != null) {
                task.run();
            }
        }
    }

    /** A new executor that runs its tasks one at a time and in order. */
    public Executor serialExecutor(String description) {
        return new SerialExecutor(pool, description);
    }

    /** Queues an event; it has its place in the order of the watcher's events, by all its handles, when this returns. */
    public void post(Watcher watcher, WatchEvent event) {
        // It is called on that executor anyway; a queue before it would be one more hop for each event.
        if (watcher instanceof StateWatcher state && state.executor() instanceof SerialExecutor own) {
            own.execute(() -> state.process(event));
            return;
        }
        Watcher owner = watcher instanceof PersistentWatch handle ? handle.target() : watcher;
        EventQueue fresh = new EventQueue(this, owner);
        EventQueue queue = queues.compute(owner, (key, present) -> {
            EventQueue target = present != null ? present : fresh;
            target.add(watcher, event);
            return target;
        });
        // Not in the computation: a pool that runs tasks in the calling thread would come to the same key again.
        if (queue == fresh) {
            pool.execute(fresh);
        }
    }

    /** Removes the queue if it is empty; true if it was. */
    boolean retire(Watcher watcher) {
        return queues.computeIfPresent(watcher, (key, queue) -> queue.isEmpty() ? null : queue) == null;
    }

    void nextTurn(EventQueue queue) {
        pool.execute(queue);
    }
}
