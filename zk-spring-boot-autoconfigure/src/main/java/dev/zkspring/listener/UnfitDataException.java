package dev.zkspring.listener;

/** A failed conversion whose message quotes no data, unlike those of most converters. */
final class UnfitDataException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnfitDataException(String reason, Throwable failure) {
        super(reason);
        this.reason = reason;
        setStackTrace(failure.getStackTrace());
    }

    String reason() {
        return reason;
    }
}
