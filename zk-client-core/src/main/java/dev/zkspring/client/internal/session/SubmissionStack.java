package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.CloseSession;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where callers leave requests for the event loop: any thread pushes, the loop takes everything at once. A push tells
 * whether the loop has to be woken, which is so only when it had found the stack empty and gone to sleep; requests that
 * arrive while the loop is at work cost no wake-up. The links are the requests' own, so a push allocates nothing.
 */
final class SubmissionStack {

    /** Stands at the bottom while the loop is at work; empty means asleep. */
    private static final Request<?> AWAKE = new Request<>(new CloseSession(), Chroot.NONE, null, null);

    private final AtomicReference<@Nullable Request<?>> top = new AtomicReference<>();

    /** Adds a request, from any thread; true if the loop must be woken. */
    boolean push(Request<?> request) {
        Request<?> previous;
        do {
            previous = top.get();
            request.next = previous;
        } while (!top.compareAndSet(previous, request));
        return previous == null;
    }

    /**
     * Moves the requests that are fit to the end of a queue, in the order in which they were pushed, and stays awake.
     *
     * @param deadline of those that have none of their own
     * @param early takes those that have one, too
     */
    void drainTo(RequestQueue queue, long deadline, Predicate<Request<?>> fit, EarlyDeadlines early) {
        Request<?> request = top.getAndSet(AWAKE);
        Request<?> first = null;
        while (request != null && request != AWAKE) {
            Request<?> older = request.next;
            request.next = first;
            first = request;
            request = older;
        }
        while (first != null) {
            Request<?> later = first.next;
            first.next = null;
            if (first.deadline != Request.NO_DEADLINE) {
                early.add(first);
            } else {
                first.deadline = deadline;
            }
            if (fit.test(first)) {
                queue.add(first);
            }
            first = later;
        }
    }

    /** Goes to sleep if nothing came meanwhile; false if there is more to drain. */
    boolean sleep() {
        return top.compareAndSet(AWAKE, null);
    }
}
