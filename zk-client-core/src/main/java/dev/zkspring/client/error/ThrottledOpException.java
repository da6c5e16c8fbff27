package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The server is overloaded and did not do the operation. Since server 3.7. */
public final class ThrottledOpException extends ZkException {

    private static final long serialVersionUID = 1L;

    ThrottledOpException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
