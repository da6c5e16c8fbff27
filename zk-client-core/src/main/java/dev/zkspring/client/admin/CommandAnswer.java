package dev.zkspring.client.admin;

import dev.zkspring.client.error.ZkException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a four-letter word at one of several servers: either its answer or the reason why there is none.
 *
 * @param text the whole answer, {@code null} if there is none
 * @param failure what {@code command} would have thrown, {@code null} if there is an answer
 */
public record CommandAnswer(@Nullable String text, @Nullable ZkException failure) {

    public CommandAnswer {
        if ((text == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "answer: text %s, failure %s (expected: one of them)".formatted(text, failure));
        }
    }

    /** A server's answer. */
    public static CommandAnswer of(String text) {
        return new CommandAnswer(text, null);
    }

    /** No answer. */
    public static CommandAnswer failed(ZkException failure) {
        return new CommandAnswer(null, failure);
    }

    public boolean isAnswered() {
        return text != null;
    }

    /** The answer; without one throws the failure, with the caller's stack. */
    public String orThrow() {
        if (text != null) {
            return text;
        }
        throw failure == null ? new IllegalStateException("neither text nor failure") : failure.withCallerStack();
    }
}
