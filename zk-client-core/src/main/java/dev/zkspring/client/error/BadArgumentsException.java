package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server refused an argument. */
public final class BadArgumentsException extends ZkException {

    private static final long serialVersionUID = 1L;

    BadArgumentsException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
