package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server has no quorum, or has just started, and answers no question about its data. */
public final class NotServingException extends ZkException {

    private static final long serialVersionUID = 1L;

    NotServingException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
