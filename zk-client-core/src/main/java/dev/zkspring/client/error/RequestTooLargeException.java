package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The request exceeds the limit; the server would break the link. */
public final class RequestTooLargeException extends ZkException {

    private static final long serialVersionUID = 1L;

    RequestTooLargeException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
