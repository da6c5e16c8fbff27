package dev.zkspring.client.internal.operation;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.OperationTimeoutException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ThrottledOpException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Repeats what failed for a reason that passes, by a {@link RetryPolicy}. */
public final class Retrying {

    private static final long IDLE_SECONDS = 5;

    private final RetryPolicy policy;

    private final Executor threads;

    public Retrying(RetryPolicy policy, String clientName) {
        this(policy, newThreads(clientName));
    }

    private Retrying(RetryPolicy policy, Executor threads) {
        this.policy = policy;
        this.threads = threads;
    }

    /** As many as there are calls at a time that wait for room, each for a limited time. They end when idle. */
    private static Executor newThreads(String clientName) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, clientName + "-retry-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /** The same for calls that must not be repeated in another session. */
    public Retrying withinOneSession() {
        return new Retrying(policy.withIgnoreExpire(false), threads);
    }

    /** Whether anything is ever done a second time; if not, a caller in a hurry need not ask. */
    public boolean repeats() {
        return policy.maxRetries() != 0;
    }

    /** A read, again while it fails and the policy allows. */
    public <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> read) {
        return repeats() ? read(read, 0, System.nanoTime()) : read.get();
    }

    private <T> CompletableFuture<T> read(Supplier<CompletableFuture<T>> read, int retries, long start) {
        Duration pause = policy.delayBefore(retries);
        return Recovery.from(
                read.get(),
                error -> passes(error) && policy.allows(retries, since(start).plus(pause)),
                () -> CompletableFuture.supplyAsync(
                                () -> read(read, retries + 1, start),
                                CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, threads))
                        .thenCompose(result -> result));
    }

    /** Anything that answers by a future; what it throws instead of making one counts as its failure. */
    public <T> CompletableFuture<T> callAsync(Supplier<CompletableFuture<T>> calls) {
        return read(() -> {
            try {
                return calls.get();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /** Anything that blocks, in the calling thread. */
    public <T> T call(Callable<T> calls) throws Exception {
        long start = System.nanoTime();
        for (int retries = 0; ; retries++) {
            Duration pause = policy.delayBefore(retries);
            try {
                return calls.call();
            } catch (Exception e) {
                if (!passes(e) || !policy.allows(retries, since(start).plus(pause))) {
                    throw e;
                }
            }
            pause(pause);
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.local(ErrorCode.INTERRUPTED, Outcome.UNKNOWN, "retry", null, "between two tries")
                    .toException(e);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean passes(Throwable error) {
        return error instanceof ConnectionLossException
                || error instanceof RequestTimeoutException
                || error instanceof OperationTimeoutException
                || error instanceof ThrottledOpException
                || policy.ignoreExpire() && error instanceof SessionExpiredException;
    }
}
