package dev.zkspring.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which listeners and watchers run unless the application gave its own: few, daemons, gone when idle. */
final class CallbackThreads {

    private static final int AT_LEAST = 4;

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    CallbackThreads(String clientName) {
        int threads = Math.max(AT_LEAST, Runtime.getRuntime().availableProcessors());
        AtomicInteger count = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, clientName + "-callback-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                // What a closed client still has to say interests nobody.
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    Executor executor() {
        return pool;
    }

    /** Runs what is queued, the last events among it, and takes no more. */
    void shutdown() {
        pool.shutdown();
    }
}
