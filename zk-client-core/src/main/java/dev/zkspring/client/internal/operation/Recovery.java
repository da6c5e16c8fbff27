package dev.zkspring.client.internal.operation;

import dev.zkspring.client.error.ZkException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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

    /** The same future with another exception in place of the one it failed with. */
    static <T> CompletableFuture<T> translated(CompletableFuture<T> first, UnaryOperator<ZkException> translation) {
        return first.exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                cause(failure) instanceof ZkException error ? translation.apply(error) : cause(failure)));
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
