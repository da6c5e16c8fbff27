package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server does not know the operation, or it is switched off there. */
public final class UnimplementedException extends ZkException {

    private static final long serialVersionUID = 1L;

    UnimplementedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
