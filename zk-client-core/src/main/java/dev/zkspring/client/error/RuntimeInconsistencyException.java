package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** In a transaction: not tried because another operation of it failed. */
public final class RuntimeInconsistencyException extends ZkException {

    private static final long serialVersionUID = 1L;

    RuntimeInconsistencyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
