package dev.zkspring.client.observe;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * Hears of what a client does, to measure or to trace it. Without an observer a client does no work for one.
 *
 * <p>Every method is called on the path of a request or an event, by the caller's thread or by the client's event loop,
 * so it must be fast, must not block and must not call the client. One that throws is reported in the log once and
 * otherwise ignored.
 */
public interface ClientObserver {

    /**
     * A caller has made a request, which is not sent yet. An operation that takes several requests is several of them,
     * of which the later ones may be made on the event loop. Called on the thread that makes the request.
     *
     * @param operation in the protocol's words, for example {@code getData}
     * @param path the node as the caller names it, {@code null} if the operation has none
     * @return what this observer wants to be given when the request completes, {@code null} for nothing
     */
    default @Nullable Object requestSubmitted(String operation, @Nullable String path) {
        return null;
    }

    /**
     * A request was answered or has failed; its future completes after this call. Called once for each request that was
     * submitted, on the event loop, or on the caller's thread if the request was refused there.
     *
     * @param request valid during this call only
     * @param context what {@link #requestSubmitted} returned
     */
    default void requestCompleted(RequestReport request, @Nullable Object context) {}

    /**
     * The future of a completed request has completed. Requests that were submitted on this thread since {@link
     * #requestCompleted} follow from this one: they are later steps of its operation, or made by a stage that depends on
     * its future. Called once for each completed request, on the same thread.
     *
     * @param context what {@link #requestSubmitted} returned
     */
    default void requestSettled(@Nullable Object context) {}

    /** The connection state has changed. Called on the event loop, before the listeners are told. */
    default void stateChanged(ConnectionEvent event) {}

    /** A server has sent an event, whether or not somebody waits for it. Called on the event loop. */
    default void eventReceived(WatchEvent.Type type) {}
}
