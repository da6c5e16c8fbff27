package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The client is not started, was stopped, or gave up connecting. */
public final class ClientClosedException extends ZkException {

    private static final long serialVersionUID = 1L;

    ClientClosedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
