package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server closed the connection without a word, which is its answer to a four-letter word that it does not know. */
public final class UnknownWordException extends ZkException {

    private static final long serialVersionUID = 1L;

    UnknownWordException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
