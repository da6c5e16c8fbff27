package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The connected server is too old for this operation; it was not sent. A newer server of the ensemble may know it. */
public final class UnsupportedByServerException extends ZkException {

    private static final long serialVersionUID = 1L;

    UnsupportedByServerException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
