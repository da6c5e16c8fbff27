package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The link broke before the answer came; {@link #outcome()} tells whether the request may have been done. */
public final class ConnectionLossException extends ZkException {

    private static final long serialVersionUID = 1L;

    ConnectionLossException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
