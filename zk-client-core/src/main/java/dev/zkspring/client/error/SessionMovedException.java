package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The session is connected to another server. */
public final class SessionMovedException extends ZkException {

    private static final long serialVersionUID = 1L;

    SessionMovedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
