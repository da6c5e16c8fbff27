package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The list is empty, or names an identity the server does not accept. */
public final class InvalidAclException extends ZkException {

    private static final long serialVersionUID = 1L;

    InvalidAclException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
