package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** A server found its data inconsistent. */
public final class DataInconsistencyException extends ZkException {

    private static final long serialVersionUID = 1L;

    DataInconsistencyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
