package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The parent of the node to create is ephemeral. */
public final class NoChildrenForEphemeralsException extends ZkException {

    private static final long serialVersionUID = 1L;

    NoChildrenForEphemeralsException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
