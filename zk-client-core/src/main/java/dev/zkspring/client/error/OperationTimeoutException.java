package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** A server gave up waiting for the operation. */
public final class OperationTimeoutException extends ZkException {

    private static final long serialVersionUID = 1L;

    OperationTimeoutException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
