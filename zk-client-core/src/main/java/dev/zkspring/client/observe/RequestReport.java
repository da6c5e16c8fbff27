package dev.zkspring.client.observe;

import dev.zkspring.client.error.ZkException;
import org.jspecify.annotations.Nullable;

/** What became of a request. A view of the client's own state, to be read by the method that is given it only. */
public interface RequestReport {

    /** In the protocol's words, for example {@code getData}. */
    String operationName();

    /** The node as the caller names it, {@code null} if the operation has none. */
    @Nullable
    String path();

    /** Why the request failed, {@code null} if it did not. Says by {@code outcome()} whether it may have been done. */
    @Nullable
    ZkException failure();

    /** Nanoseconds from the call to now: waiting for room among the requests in flight and for a link included. */
    long durationNanos();

    /** Bytes written with the header and the length field, of all tries together; 0 if never sent. */
    int requestBytes();

    /** Bytes of the answer behind its header, 0 if there was none. */
    int responseBytes();
}
