package dev.zkspring.listener;

import org.jspecify.annotations.Nullable;

/** Thrown at start-up for a watch method that can never be called as it is declared. */
public final class InvalidWatchMethodException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String method;

    private final String reason;

    private final String advice;

    /**
     * @param method the method and its bean
     * @param reason what is wrong, with the value found
     * @param advice what would be right
     */
    public InvalidWatchMethodException(String method, String reason, String advice, @Nullable Throwable cause) {
        super("Watch method %s: %s. %s".formatted(method, reason, advice), cause);
        this.method = method;
        this.reason = reason;
        this.advice = advice;
    }

    public String method() {
        return method;
    }

    public String reason() {
        return reason;
    }

    public String advice() {
        return advice;
    }
}
