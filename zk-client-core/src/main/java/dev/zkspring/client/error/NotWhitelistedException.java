package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server does not execute this four-letter word. */
public final class NotWhitelistedException extends ZkException {

    private static final long serialVersionUID = 1L;

    NotWhitelistedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
