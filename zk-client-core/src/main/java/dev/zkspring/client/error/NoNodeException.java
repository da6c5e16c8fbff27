package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The node, or the parent of a node to create, does not exist. */
public final class NoNodeException extends ZkException {

    private static final long serialVersionUID = 1L;

    NoNodeException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
