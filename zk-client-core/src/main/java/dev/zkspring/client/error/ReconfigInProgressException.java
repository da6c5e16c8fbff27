package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** Since server 3.5. */
public final class ReconfigInProgressException extends ZkException {

    private static final long serialVersionUID = 1L;

    ReconfigInProgressException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
