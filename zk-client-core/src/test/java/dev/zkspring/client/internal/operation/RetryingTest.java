package dev.zkspring.client.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.error.ZkInterruptedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger calls = new AtomicInteger();

    private static RetryPolicy policy(int maxRetries, Duration delay, @Nullable Duration deadline, boolean expiry) {
        return new RetryPolicy(maxRetries, delay, 1, 0, delay, deadline, expiry);
    }

    private static Retrying retrying(int maxRetries) {
        return retrying(policy(maxRetries, Duration.ofMillis(1), null, false));
    }

    private static Retrying retrying(RetryPolicy policy) {
        return new Retrying(policy, "orders");
    }

    private static ZkException failure(ErrorCode code) {
        return Failure.local(code, Outcome.UNKNOWN, "get", "/a", null).toException(null);
    }

    /** Fails some times, then answers with the number of calls. */
    private int flaky(int failures, ErrorCode code) {
        int call = calls.incrementAndGet();
        if (call <= failures) {
            throw failure(code);
        }
        return call;
    }

    @Nested
    class Blocking {

        @Test
        void repeatsWhatPasses() throws Exception {
            assertThat(retrying(5).<Integer>call(() -> flaky(3, ErrorCode.CONNECTION_LOSS)))
                    .isEqualTo(4);
        }

        @Test
        void anInterruptBetweenTwoTriesEndsTheCallAndIsKept() {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> retrying(5).call(() -> flaky(1, ErrorCode.CONNECTION_LOSS)))
                    .isInstanceOf(ZkInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(calls).hasValue(1);
        }

        @Test
        void triesOnceMoreThanItRetries() {
            assertThatThrownBy(() -> retrying(2).call(() -> flaky(9, ErrorCode.CONNECTION_LOSS)))
                    .isInstanceOf(ConnectionLossException.class);
            assertThat(calls).hasValue(3);
        }

        @Test
        void doesNotRepeatWhatStays() {
            assertThatThrownBy(() -> retrying(5).call(() -> flaky(9, ErrorCode.NO_NODE)))
                    .isInstanceOf(NoNodeException.class);
            assertThat(calls).hasValue(1);
        }

        @Test
        void repeatsAfterExpiryOnlyIfThePolicyIgnoresThat() throws Exception {
            assertThatThrownBy(() -> retrying(5).call(() -> flaky(1, ErrorCode.SESSION_EXPIRED)))
                    .isInstanceOf(SessionExpiredException.class);
            calls.set(0);
            Retrying ignoring = retrying(policy(5, Duration.ofMillis(1), null, true));
            assertThat(ignoring.<Integer>call(() -> flaky(1, ErrorCode.SESSION_EXPIRED)))
                    .isEqualTo(2);
        }

        @Test
        void beginsNoTryBehindTheDeadline() {
            Retrying bounded = retrying(policy(-1, Duration.ofHours(1), Duration.ofMinutes(1), false));
            assertThatThrownBy(() -> bounded.call(() -> flaky(9, ErrorCode.CONNECTION_LOSS)))
                    .isInstanceOf(ConnectionLossException.class);
            assertThat(calls).hasValue(1);
        }
    }

    @Nested
    class Async {

        private CompletableFuture<Integer> flakyAsync(int failures, ErrorCode code) {
            int call = calls.incrementAndGet();
            return call <= failures
                    ? CompletableFuture.failedFuture(failure(code))
                    : CompletableFuture.completedFuture(call);
        }

        @Test
        void repeatsWhatPasses() {
            assertThat(retrying(5).callAsync(() -> flakyAsync(3, ErrorCode.CONNECTION_LOSS)))
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(4);
        }

        /** The limit of what is in flight lets a caller wait, and other tasks of the common pool would wait with it. */
        @Test
        void repeatsOnThreadsOfItsOwn() {
            List<String> threads = new CopyOnWriteArrayList<>();
            CompletableFuture<Integer> result = retrying(5).read(() -> {
                threads.add(Thread.currentThread().getName());
                return flakyAsync(2, ErrorCode.CONNECTION_LOSS);
            });
            assertThat(result).succeedsWithin(PATIENCE);
            assertThat(threads).hasSize(3).startsWith(Thread.currentThread().getName());
            assertThat(threads.subList(1, 3)).allMatch(name -> name.startsWith("orders-retry-"));
        }

        @Test
        void countsWhatIsThrownAsAFailure() {
            assertThat(retrying(5).callAsync(() -> CompletableFuture.completedFuture(flaky(2, ErrorCode.THROTTLED_OP))))
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(3);
        }

        @Test
        void endsWithTheLastFailure() {
            assertThat(retrying(2).callAsync(() -> flakyAsync(9, ErrorCode.REQUEST_TIMEOUT)))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("get");
            assertThat(calls).hasValue(3);
        }

        @Test
        void doesNotRepeatWhatStays() {
            assertThat(retrying(5).callAsync(() -> flakyAsync(9, ErrorCode.NO_NODE)))
                    .failsWithin(PATIENCE);
            assertThat(calls).hasValue(1);
        }

        @Test
        void beginsNoTryBehindTheDeadline() {
            Retrying bounded = retrying(policy(-1, Duration.ofHours(1), Duration.ofMinutes(1), false));
            assertThat(bounded.callAsync(() -> flakyAsync(9, ErrorCode.CONNECTION_LOSS)))
                    .failsWithin(PATIENCE);
            assertThat(calls).hasValue(1);
        }
    }
}
