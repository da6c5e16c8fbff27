package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The change would exceed a quota. Since server 3.7. */
public final class QuotaExceededException extends ZkException {

    private static final long serialVersionUID = 1L;

    QuotaExceededException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
