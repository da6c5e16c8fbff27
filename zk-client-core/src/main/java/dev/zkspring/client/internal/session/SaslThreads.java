package dev.zkspring.client.internal.session;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which a client talks to Kerberos and computes SASL tokens: few, daemons, gone when idle. */
final class SaslThreads {

    /** One that hangs because a Kerberos server does, and one to try again meanwhile. */
    private static final int AT_MOST = 2;

    private static final long IDLE_SECONDS = 5;

    private SaslThreads() {}

    /** Needs no end: no thread is left when the client makes no connections any more. Refuses when all are busy. */
    static Executor of(String clientName) {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, AT_MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, clientName + "-sasl-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
