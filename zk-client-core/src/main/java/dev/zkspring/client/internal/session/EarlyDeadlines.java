package dev.zkspring.client.internal.session;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Requests that may be due before others that stand before them: those that waited for room, later ones of a call that
 * takes several, and reads that go out again alone. All others are due in the order in which they were made. Confined to
 * the session's event loop.
 */
final class EarlyDeadlines {

    /** By the difference: the clock may pass the highest number. */
    private final PriorityQueue<Request<?>> requests =
            new PriorityQueue<>((one, other) -> Long.signum(one.deadline - other.deadline));

    /** Also lets go of those that are done, so that no more are held than are waited for. */
    void add(Request<?> request) {
        peek();
        requests.add(request);
    }

    /** The one that is due next, {@code null} if there is none. */
    @Nullable
    Request<?> peek() {
        Request<?> next = requests.peek();
        while (next != null && next.isDone()) {
            requests.remove();
            next = requests.peek();
        }
        return next;
    }

    /** Takes one that is due, {@code null} if there is none. */
    @Nullable
    Request<?> pollDue(long now) {
        Request<?> next = peek();
        return next != null && now - next.deadline >= 0 ? requests.poll() : null;
    }
}
