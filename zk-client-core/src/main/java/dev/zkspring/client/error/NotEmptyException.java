package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The node to delete has children. */
public final class NotEmptyException extends ZkException {

    private static final long serialVersionUID = 1L;

    NotEmptyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
