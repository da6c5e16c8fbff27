package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** A change was asked of a server that lost its quorum. */
public final class NotReadOnlyException extends ZkException {

    private static final long serialVersionUID = 1L;

    NotReadOnlyException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
