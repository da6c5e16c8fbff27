package dev.zkspring.listener;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that does nothing but keep the JVM from ending: all threads of the client are daemons. */
final class KeepAlive {

    static final String THREAD_NAME = "zk-watch-keep-alive";

    private @Nullable CountDownLatch release;

    /** Has the thread run or not, as the condition says now. */
    synchronized void update(BooleanSupplier needed) {
        boolean wanted = needed.getAsBoolean();
        if (wanted && release == null) {
            release = begin();
        } else if (!wanted && release != null) {
            release.countDown();
            release = null;
        }
    }

    private static CountDownLatch begin() {
        CountDownLatch released = new CountDownLatch(1);
        Thread thread = new Thread(() -> await(released), THREAD_NAME);
        thread.setDaemon(false);
        thread.start();
        return released;
    }

    private static void await(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
