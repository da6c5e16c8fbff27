package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server does not know the session. Since server 3.5. */
public final class UnknownSessionException extends ZkException {

    private static final long serialVersionUID = 1L;

    UnknownSessionException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
