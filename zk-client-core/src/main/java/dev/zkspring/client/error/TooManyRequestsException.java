package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The limit of requests in flight was reached where the caller could not wait. */
public final class TooManyRequestsException extends ZkException {

    private static final long serialVersionUID = 1L;

    TooManyRequestsException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
