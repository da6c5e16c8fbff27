package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The client could not connect in the time allowed; the message names each host and its reason. */
public final class ConnectFailedException extends ZkException {

    private static final long serialVersionUID = 1L;

    ConnectFailedException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
