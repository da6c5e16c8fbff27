package dev.zkspring.client.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The answer to one of several requests in one.
 *
 * @param operation the request
 * @param failed whether the answer is an error; in a transaction that fails, every answer is, also one with code 0
 * @param error the error code
 * @param value the result, {@code null} if there is none
 */
public record MultiAnswer(
        Operation<?> operation,
        boolean failed,
        int error,
        @Nullable Object value) {

    static MultiAnswer success(Operation<?> operation, @Nullable Object value) {
        return new MultiAnswer(operation, false, 0, value);
    }

    static MultiAnswer error(Operation<?> operation, int error) {
        return new MultiAnswer(operation, true, error, null);
    }
}
