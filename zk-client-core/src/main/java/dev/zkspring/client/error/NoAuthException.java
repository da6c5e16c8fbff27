package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The ACL of the node, or of its parent, does not permit it. */
public final class NoAuthException extends ZkException {

    private static final long serialVersionUID = 1L;

    NoAuthException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
