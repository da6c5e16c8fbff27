package dev.zkspring.listener;

import org.springframework.core.ResolvableType;

/**
 * The data of a node could not be converted to the payload type of a watch method. Says neither here nor in a cause
 * what the data was, for it may be secret; the stack trace is the one of the failed converter.
 */
public final class ZkPayloadConversionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ZkPayloadConversionException(String path, ResolvableType type, int length, String reason, Throwable failure) {
        super("The %d bytes of %s could not be converted to %s: %s".formatted(length, path, type, reason));
        setStackTrace(failure.getStackTrace());
    }
}
