package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** Since server 3.5.3. */
public final class ReconfigDisabledException extends ZkException {

    private static final long serialVersionUID = 1L;

    ReconfigDisabledException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
