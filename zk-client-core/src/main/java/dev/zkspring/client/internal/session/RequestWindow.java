package dev.zkspring.client.internal.session;

import io.netty.util.concurrent.Ticker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How much may be submitted and not yet answered. A request takes one permit, and one more for each further 64 KiB of
 * payload, so that both number and bytes are bounded. A permit comes back when the request leaves the session, not
 * when its future completes: a request given up by its caller still occupies the server.
 *
 * <p>Callers count what they take, the event loop counts what it gives back, and neither writes the other's number: one
 * number for both would travel between their processors twice for each request. Only a request whose time was over when
 * it was let in is given back by its caller. Safe for use by any thread.
 */
final class RequestWindow {

    private static final int BYTES_PER_PERMIT = 64 * 1024;

    /** Where the numbers stand: callers' and loop's 128 bytes apart, and apart from whatever lies beside the array. */
    private static final int TAKEN = 16;

    /** Some number of permits given back that a caller has seen; the true one is the same or higher. */
    private static final int SEEN = TAKEN + 1;

    private static final int GIVEN_BACK = 32;

    private static final int LENGTH = 48;

    /** Those who wait are woken for a share of the window: for each single permit they would go to sleep at once again. */
    private static final int SHARES = 4;

    private final AtomicLongArray counts = new AtomicLongArray(LENGTH);

    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    /** Who was let in last after a wait, and how often it may go past those who still wait. */
    private volatile @Nullable Thread favoured;

    private int favours;

    private final int limit;

    private final boolean reject;

    private final long patienceNanos;

    /** The clock of the deadlines; those who wait are woken by the system's. */
    private final Ticker ticker;

    RequestWindow(int limit, boolean reject, long patienceNanos, Ticker ticker) {
        this.limit = limit;
        this.reject = reject;
        this.patienceNanos = patienceNanos;
        this.ticker = ticker;
    }

    int limit() {
        return limit;
    }

    /** Permits that are taken. */
    int taken() {
        long givenBack = counts.get(GIVEN_BACK);
        return (int) Math.min(limit, counts.get(TAKEN) - givenBack);
    }

    /** Threads that wait for permits. */
    int waiting() {
        return waiting.size();
    }

    /**
     * Takes the request's permits. One that waited has used up some of its time, which its deadline tells.
     *
     * @param mayWait whether the calling thread may wait for them
     * @return false if they were not to be had
     */
    boolean enter(Request<?> request, boolean mayWait) throws InterruptedException {
        int wanted =
                Math.min(1 + request.operation().payloadSize() / BYTES_PER_PERMIT, Math.min(limit, Short.MAX_VALUE));
        boolean waits = mayWait && !reject;
        boolean entered = (!waits || mayPass()) && tryEnter(wanted) || waits && awaitRoom(request, wanted);
        if (entered) {
            request.permits = (short) wanted;
        }
        return entered;
    }

    /**
     * Nobody goes past those who wait, or they might wait for ever; but callers who took turns for each single permit
     * would sleep and wake for each, so one goes on for a share of the window.
     */
    private boolean mayPass() {
        return waiting.isEmpty() || favoured == Thread.currentThread() && favours-- > 0;
    }

    private boolean tryEnter(int wanted) {
        long taken;
        do {
            taken = counts.get(TAKEN);
            if (!hasRoom(taken + wanted)) {
                return false;
            }
        } while (!counts.compareAndSet(TAKEN, taken, taken + wanted));
        return true;
    }

    /** Looks at the loop's number only if the one seen last does not do. Both only grow, so an old one errs safely. */
    private boolean hasRoom(long taken) {
        if (taken - counts.getPlain(SEEN) <= limit) {
            return true;
        }
        long givenBack = counts.get(GIVEN_BACK);
        counts.setOpaque(SEEN, givenBack);
        return taken - givenBack <= limit;
    }

    private boolean awaitRoom(Request<?> request, int wanted) throws InterruptedException {
        long end = System.nanoTime() + patienceNanos;
        Thread self = Thread.currentThread();
        waiting.add(self);
        try {
            while (waiting.peek() != self || !tryEnter(wanted)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            favours = limit / SHARES;
            favoured = self;
            request.deadline = ticker.nanoTime() + end - System.nanoTime();
            return true;
        } finally {
            waiting.remove(self);
            // There may be room for more, and nobody but the first in the queue was told.
            wakeFirst();
        }
    }

    private void wakeFirst() {
        Thread first = waiting.peek();
        if (first != null) {
            LockSupport.unpark(first);
        }
    }

    void leave(Request<?> request) {
        int held = request.permits;
        if (held > 0) {
            request.permits = 0;
            long givenBack = counts.addAndGet(GIVEN_BACK, held);
            // In this order: who adds itself to the queue later than this look finds the permits by itself.
            if (!waiting.isEmpty() && limit - (counts.get(TAKEN) - givenBack) >= limit / SHARES) {
                wakeFirst();
            }
        }
    }
}
