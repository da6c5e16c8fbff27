package dev.zkspring.client.data;

/**
 * The version that a node must have to be changed, and what to do when the link breaks under the change.
 *
 * @param version 0 or more
 * @param retryUnknown whether the change is sent again when nobody knows whether it was done
 */
public record ExpectedVersion(int version, boolean retryUnknown) {

    public ExpectedVersion {
        if (version < 0) {
            throw new IllegalArgumentException("expected version: %d (expected: 0 or more)".formatted(version));
        }
    }

    /** A version without repetition. */
    public static ExpectedVersion of(int version) {
        return new ExpectedVersion(version, false);
    }

    /**
     * Whether to send the change again after a {@code ConnectionLossException}. The version keeps it from being done
     * twice. When the repetition is refused for the version or because there is no such node, either the first try or
     * somebody else was the cause: that exception then says {@code UNKNOWN}, since equal data would prove nothing.
     */
    public ExpectedVersion retryUnknown(boolean retry) {
        return new ExpectedVersion(version, retry);
    }
}
