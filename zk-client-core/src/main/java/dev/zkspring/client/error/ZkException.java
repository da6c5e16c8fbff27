package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A call on the client failed. Each error code has its own subclass. A blocking call throws an exception with the
 * caller's stack; the one that completed the future is its cause. The exception that completes a future has no stack
 * trace of its own, because it would show the event loop only.
 */
public abstract class ZkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    ZkException(Failure failure, @Nullable Throwable cause) {
        super(null, cause, true, cause != null);
        this.failure = failure;
    }

    @Override
    public String getMessage() {
        return failure.message();
    }

    final Failure failure() {
        return failure;
    }

    public ErrorCode code() {
        return failure.code();
    }

    /** The number the server answered with, also for codes this client does not know; 0 if the client made the error. */
    public int number() {
        return failure.number();
    }

    /** Whether the request was done. */
    public Outcome outcome() {
        return failure.outcome();
    }

    /** The failed operation in the protocol's words, for example {@code getData}. */
    public String operation() {
        return failure.operation();
    }

    /** The node as the caller named it, {@code null} if the operation has none. */
    public @Nullable String path() {
        return failure.path();
    }

    /** The same failure with the stack of the calling thread and this exception as the cause. */
    public ZkException withCallerStack() {
        return failure.toException(this);
    }
}
