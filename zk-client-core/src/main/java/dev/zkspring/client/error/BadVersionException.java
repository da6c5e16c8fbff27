package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The node has another version than the one asked for. */
public final class BadVersionException extends ZkException {

    private static final long serialVersionUID = 1L;

    BadVersionException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
