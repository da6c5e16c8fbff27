package dev.zkspring.client.internal.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Goes on after a failure of a certain kind. */
final class Recovery {

    private Recovery() {}

    /** The result of the first future, or of another one if the first fails in a way that can be recovered from. */
    static <T> CompletableFuture<T> from(
            CompletableFuture<T> first, Predicate<Throwable> recoverable, Supplier<CompletableFuture<T>> then) {
        return first.handle(
                        (result, failure) -> failure != null && recoverable.test(cause(failure)) ? then.get() : first)
                .thenCompose(Function.identity());
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
