package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server closed the session because it is not authenticated. Since server 3.6. */
public final class SessionClosedRequireSaslAuthException extends ZkException {

    private static final long serialVersionUID = 1L;

    SessionClosedRequireSaslAuthException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
