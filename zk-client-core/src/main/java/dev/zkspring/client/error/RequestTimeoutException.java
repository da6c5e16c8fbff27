package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** No answer came within the request timeout. */
public final class RequestTimeoutException extends ZkException {

    private static final long serialVersionUID = 1L;

    RequestTimeoutException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
