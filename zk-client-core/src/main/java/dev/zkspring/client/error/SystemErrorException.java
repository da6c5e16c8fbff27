package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** A server reported a fault of its own. */
public final class SystemErrorException extends ZkException {

    private static final long serialVersionUID = 1L;

    SystemErrorException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
