package dev.zkspring.client.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a number of requests outstanding: one thread submits, another one completes. It costs next to nothing per
 * request, since the submitter sleeps until half of the window is free, so that the clients are compared and not this.
 */
final class Window {

    private final int size;

    private final Thread submitter = Thread.currentThread();

    /** Written by the completing thread only. */
    private final AtomicLong completed = new AtomicLong();

    /** The number of completions that the submitter sleeps for. */
    private volatile long wakeAt = Long.MAX_VALUE;

    private long submitted;

    private volatile boolean failed;

    Window(int size) {
        this.size = size;
    }

    /** Waits for a free place and takes it. */
    void enter() {
        if (submitted - completed.getPlain() >= size && submitted - completed.get() >= size) {
            awaitCompleted(submitted - size / 2);
        }
        submitted++;
    }

    /** Gives a place back. */
    void leave(boolean success) {
        if (!success) {
            failed = true;
        }
        long now = completed.getPlain() + 1;
        completed.set(now);
        if (now >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(submitter);
        }
    }

    /** Waits for all answers. */
    void drain() {
        awaitCompleted(submitted);
        if (failed) {
            throw new IllegalStateException("a request failed; the figures mean nothing");
        }
    }

    private void awaitCompleted(long count) {
        while (completed.get() < count) {
            wakeAt = count;
            if (completed.get() < count) {
                LockSupport.park(this);
            }
        }
        wakeAt = Long.MAX_VALUE;
    }
}
