package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** Request or answer could not be read as the protocol demands. */
public final class MarshallingErrorException extends ZkException {

    private static final long serialVersionUID = 1L;

    MarshallingErrorException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
