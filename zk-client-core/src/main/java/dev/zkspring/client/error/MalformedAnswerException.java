package dev.zkspring.client.error;

import org.jspecify.annotations.Nullable;

/** The answer to a four-letter word is cut short, or is not what a server writes. */
public final class MalformedAnswerException extends ZkException {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(Failure failure, @Nullable Throwable cause) {
        super(failure, cause);
    }
}
