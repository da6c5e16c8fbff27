package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The answer exceeds the limit and was thrown away. */
public final class ResponseTooLargeException extends ZkException {

    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
