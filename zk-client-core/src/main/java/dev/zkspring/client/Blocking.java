package dev.zkspring.client;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Turns a call that answers by a future into one that waits. */
final class Blocking {

    private final BooleanSupplier onEventLoop;

    Blocking(BooleanSupplier onEventLoop) {
        this.onEventLoop = onEventLoop;
    }

    /** To be called before the request is made, so that a call that must not be is not half done. */
    Blocking check() {
        if (onEventLoop.getAsBoolean()) {
            throw new IllegalStateException("blocking call on the client's event loop: it would wait for itself; "
                    + "use async(), or an ...Async stage of the future");
        }
        return this;
    }

    /** The future's result; what it failed with is thrown anew, with the stack of the caller. */
    <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(false);
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw unwrap(e);
        }
    }

    /** Waits a limited time for a future to be done, one way or the other, and returns it. */
    <T> CompletableFuture<T> bounded(CompletableFuture<T> future, Duration limit) {
        try {
            future.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return future;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
        return future;
    }

    private static ZkException interrupted(InterruptedException e) {
        return Failure.local(ErrorCode.INTERRUPTED, Outcome.UNKNOWN, "wait", null, null)
                .toException(e);
    }

    private static RuntimeException unwrap(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof ZkException failure) {
            return failure.withCallerStack();
        }
        return cause instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(cause);
    }
}
