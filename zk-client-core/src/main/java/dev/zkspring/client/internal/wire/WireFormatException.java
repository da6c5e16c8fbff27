package dev.zkspring.client.internal.wire;

/** Bytes that are not what the protocol says. The connection they came from cannot be trusted any more. */
public final class WireFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WireFormatException(String message) {
        super(message);
    }
}
