package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** There is no watch to remove. Since server 3.5. */
public final class NoWatcherException extends ZkException {

    private static final long serialVersionUID = 1L;

    NoWatcherException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
