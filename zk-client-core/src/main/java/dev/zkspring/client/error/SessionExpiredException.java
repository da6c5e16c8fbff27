package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The session ended before the request was answered. */
public final class SessionExpiredException extends ZkException {

    private static final long serialVersionUID = 1L;

    SessionExpiredException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
