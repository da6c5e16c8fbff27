package dev.zkspring.client.internal.session;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much may be submitted and not yet answered. A request takes one permit, and one more for each further 64 KiB of
 * payload, so that both number and bytes are bounded. A permit comes back when the request leaves the session, not
 * when its future completes: a request given up by its caller still occupies the server.
 */
final class RequestWindow {

    private static final int BYTES_PER_PERMIT = 64 * 1024;

    private final Semaphore permits;

    private final int limit;

    private final boolean reject;

    private final long patienceNanos;

    RequestWindow(int limit, boolean reject, long patienceNanos) {
        this.permits = new Semaphore(limit);
        this.limit = limit;
        this.reject = reject;
        this.patienceNanos = patienceNanos;
    }

    int limit() {
        return limit;
    }

    /** Permits that are taken. */
    int taken() {
        return limit - permits.availablePermits();
    }

    /** Threads that wait for permits. */
    int waiting() {
        return permits.getQueueLength();
    }

    /**
     * Takes the request's permits.
     *
     * @param mayWait whether the calling thread may wait for them
     * @return false if they were not to be had
     */
    boolean enter(Request<?> request, boolean mayWait) throws InterruptedException {
        int wanted = Math.min(1 + request.operation().payloadSize() / BYTES_PER_PERMIT, limit);
        boolean entered = permits.tryAcquire(wanted)
                || mayWait && !reject && permits.tryAcquire(wanted, patienceNanos, TimeUnit.NANOSECONDS);
        if (entered) {
            request.permits = wanted;
        }
        return entered;
    }

    void leave(Request<?> request) {
        int held = request.permits;
        if (held > 0) {
            request.permits = 0;
            permits.release(held);
        }
    }
}
