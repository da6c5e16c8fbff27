package dev.zkspring.client.internal.session;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests written to one connection and not yet answered. Servers answer in the order of the requests, so the answer
 * must be for the oldest one. A ring that grows by doubling. Confined to the session's event loop.
 */
final class InFlightRequests {

    private static final int INITIAL_CAPACITY = 64;

    private @Nullable Request<?>[] ring = new Request<?>[INITIAL_CAPACITY];

    private int head;

    private int size;

    /** How many of them are to register a watcher. */
    private int watching;

    int size() {
        return size;
    }

    void add(Request<?> request) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = request;
        size++;
        watching += request.watcher() != null ? 1 : 0;
    }

    private void grow() {
        @Nullable Request<?>[] larger = Arrays.copyOf(ring, ring.length * 2);
        int wrapped = head;
        System.arraycopy(ring, 0, larger, ring.length, wrapped);
        ring = larger;
    }

    /** The oldest request. */
    @Nullable
    Request<?> peek() {
        return size == 0 ? null : ring[head];
    }

    /** Whether the oldest request has this number and shares it with the next, because they went out as one. */
    boolean isShared(int xid) {
        Request<?> oldest = peek();
        Request<?> second = size < 2 ? null : ring[(head + 1) & (ring.length - 1)];
        return oldest != null && second != null && oldest.xid == xid && second.xid == xid;
    }

    /** Removes the oldest request if it has this number; {@code null} if it has not, or there is none. */
    @Nullable
    Request<?> poll(int xid) {
        Request<?> oldest = peek();
        if (oldest == null || oldest.xid != xid) {
            return null;
        }
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        watching -= oldest.watcher() != null ? 1 : 0;
        return oldest;
    }

    /** Shows the requests, oldest first, until the visitor says stop by returning false. */
    void visit(Predicate<Request<?>> visitor) {
        for (int i = 0; i < size; i++) {
            Request<?> request = ring[(head + i) & (ring.length - 1)];
            if (request == null || !visitor.test(request)) {
                return;
            }
        }
    }

    /** Shows the requests that are to register a watcher, oldest first; costs nothing if there are none. */
    void visitWatching(Consumer<Request<?>> visitor) {
        int[] left = {watching};
        visit(request -> {
            if (left[0] > 0 && request.watcher() != null) {
                left[0]--;
                visitor.accept(request);
            }
            return left[0] > 0;
        });
    }

    /** Empties the ring into a consumer, oldest first. */
    void drain(Consumer<Request<?>> consumer) {
        for (Request<?> request = peek(); request != null; request = peek()) {
            poll(request.xid);
            consumer.accept(request);
        }
    }
}
