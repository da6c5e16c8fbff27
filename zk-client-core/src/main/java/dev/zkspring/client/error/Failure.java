package dev.zkspring.client.error;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failed request; an exception is made of it where it is thrown, so that it carries the caller's
 * stack.
 *
 * @param code what kind of failure
 * @param number the server's number for it, 0 if the client made it
 * @param outcome whether the request may have been done
 * @param operation the operation in the protocol's words, for example {@code getData}
 * @param path the node as the caller named it, {@code null} if the operation has none
 * @param detail what else a reader should know, {@code null} for nothing
 */
public record Failure(
        ErrorCode code,
        int number,
        Outcome outcome,
        String operation,
        @Nullable String path,
        @Nullable String detail) implements Serializable {

    /** A failure that a server answered with. */
    public static Failure answered(int number, String operation, @Nullable String path) {
        return new Failure(ErrorCode.of(number), number, Outcome.REFUSED, operation, path, null);
    }

    /** A failure that the client found itself. */
    public static Failure local(
            ErrorCode code, Outcome outcome, String operation, @Nullable String path, @Nullable String detail) {
        return new Failure(code, code.number(), outcome, operation, path, detail);
    }

    /** The exception of this failure's own class. */
    public ZkException toException(@Nullable Throwable cause) {
        return code.create(this, cause);
    }

    String message() {
        StringBuilder text = new StringBuilder(64).append(operation);
        if (path != null) {
            text.append(' ').append(path);
        }
        text.append(": ").append(code.words());
        if (code == ErrorCode.UNKNOWN) {
            text.append(' ').append(number);
        }
        if (detail != null) {
            text.append(" (").append(detail).append(')');
        }
        return outcome == Outcome.REFUSED ? text.toString() : text + ", outcome " + outcome;
    }
}
