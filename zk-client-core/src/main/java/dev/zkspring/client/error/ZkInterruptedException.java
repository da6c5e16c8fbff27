package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The calling thread was interrupted; its interrupt flag is set. The request may still be done. */
public final class ZkInterruptedException extends ZkException {

    private static final long serialVersionUID = 1L;

    ZkInterruptedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
