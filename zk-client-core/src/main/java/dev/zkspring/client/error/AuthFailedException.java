package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server refused the client's credentials. */
public final class AuthFailedException extends ZkException {

    private static final long serialVersionUID = 1L;

    AuthFailedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
