package dev.zkspring.client.internal.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests that wait to be written, oldest first, linked by themselves. Confined to the session's event loop. */
final class RequestQueue {

    private @Nullable Request<?> first;

    private @Nullable Request<?> last;

    /** How many of them are to register a watcher. */
    private int watching;

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
        watching += request.watcher() != null ? 1 : 0;
    }

    @Nullable
    Request<?> poll() {
        Request<?> request = first;
        if (request != null) {
            first = request.next;
            request.next = null;
            watching -= request.watcher() != null ? 1 : 0;
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
        watching += earlier.watching;
        earlier.first = null;
        earlier.last = null;
        earlier.watching = 0;
    }

    /** Takes one of the requests out, wherever it stands. */
    void remove(Request<?> unwanted) {
        drain(request -> {
            if (request != unwanted) {
                add(request);
            }
        });
    }

    /** Shows the requests that are to register a watcher, oldest first; costs nothing if there are none. */
    void visitWatching(Consumer<Request<?>> visitor) {
        int left = watching;
        for (Request<?> request = first; request != null && left > 0; request = request.next) {
            if (request.watcher() != null) {
                left--;
                visitor.accept(request);
            }
        }
    }

    /** Empties the queue into a consumer, which may add to it again. */
    void drain(Consumer<Request<?>> consumer) {
        Request<?> request = first;
        first = null;
        last = null;
        watching = 0;
        while (request != null) {
            Request<?> later = request.next;
            request.next = null;
            consumer.accept(request);
            request = later;
        }
    }
}
