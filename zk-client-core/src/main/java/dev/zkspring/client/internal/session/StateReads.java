package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.StateWatcher;
import java.util.function.Predicate;

/**
 * A window of their own for the reads of state watches: nobody waits for them, so they need not wait for room, but there
 * may be a hundred thousand of them, whose answers a server would have to hold. What is too much is kept here. Confined
 * to the session's event loop.
 */
final class StateReads {

    /** As many requests as servers take before they throttle. */
    static final int LIMIT = 1000;

    /** Many at a time are let go, so that they can share requests. */
    private static final int ENOUGH = LIMIT / 4;

    /** Instead of permits, on a request that this window counts. */
    private static final short COUNTED = -1;

    private final RequestQueue held = new RequestQueue();

    private int open;

    /** Whether a request is of this kind. For any thread. */
    static boolean is(Request<?> request) {
        return request.watcher() instanceof StateWatcher;
    }

    /** Those that are kept, oldest first. */
    RequestQueue held() {
        return held;
    }

    /** False if it is kept until others are answered; any other kind of request is not. */
    boolean admit(Request<?> request) {
        if (!is(request)) {
            return true;
        }
        if (open == LIMIT) {
            held.add(request);
            return false;
        }
        count(request);
        return true;
    }

    private void count(Request<?> request) {
        request.permits = COUNTED;
        open++;
    }

    /** A request leaves the session; whether this window had counted it. */
    boolean leave(Request<?> request) {
        boolean counted = request.permits == COUNTED;
        if (counted) {
            request.permits = 0;
            open--;
        }
        return counted;
    }

    /** Whether some of those that are kept may go. */
    boolean hasRoom() {
        return !held.isEmpty() && LIMIT - open >= ENOUGH;
    }

    /** Lets go what there is room for, if it is fit. */
    void release(RequestQueue queue, Predicate<Request<?>> fit) {
        if (!hasRoom()) {
            return;
        }
        Request<?> next = held.poll();
        while (next != null) {
            if (fit.test(next)) {
                count(next);
                queue.add(next);
            }
            next = open == LIMIT ? null : held.poll();
        }
    }
}
