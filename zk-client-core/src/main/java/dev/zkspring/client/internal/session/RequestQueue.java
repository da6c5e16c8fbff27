package dev.zkspring.client.internal.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests that wait to be written, oldest first, linked by themselves. Confined to the session's event loop. */
final class RequestQueue {

    private @Nullable Request<?> first;

    private @Nullable Request<?> last;

    boolean isEmpty() {
        return first == null;
    }

    @Nullable
    Request<?> peek() {
        return first;
    }

    void add(Request<?> request) {
        request.next = null;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
    }

    @Nullable
    Request<?> poll() {
        Request<?> request = first;
        if (request != null) {
            first = request.next;
            request.next = null;
            if (first == null) {
                last = null;
            }
        }
        return request;
    }

    /** Puts the requests of another queue, which is left empty, before those of this one. */
    void prepend(RequestQueue earlier) {
        if (earlier.last == null) {
            return;
        }
        earlier.last.next = first;
        if (last == null) {
            last = earlier.last;
        }
        first = earlier.first;
        earlier.first = null;
        earlier.last = null;
    }

    /** Empties the queue into a consumer, which may add to it again. */
    void drain(Consumer<Request<?>> consumer) {
        Request<?> request = first;
        first = null;
        last = null;
        while (request != null) {
            Request<?> later = request.next;
            request.next = null;
            consumer.accept(request);
            request = later;
        }
    }
}
