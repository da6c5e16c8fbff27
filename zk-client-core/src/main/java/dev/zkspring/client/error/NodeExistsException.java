package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The node to create exists. */
public final class NodeExistsException extends ZkException {

    private static final long serialVersionUID = 1L;

    NodeExistsException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
