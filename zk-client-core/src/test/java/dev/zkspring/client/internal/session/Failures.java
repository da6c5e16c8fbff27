package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a future failed with, without waiting for it. */
final class Failures {

    private Failures() {}

    static Throwable of(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        Throwable failure = future.handle((result, error) -> error).join();
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
