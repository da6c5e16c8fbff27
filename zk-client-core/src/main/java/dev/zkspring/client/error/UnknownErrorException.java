package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server answered with a code this client does not know; see {@link #number()}. */
public final class UnknownErrorException extends ZkException {

    private static final long serialVersionUID = 1L;

    UnknownErrorException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
