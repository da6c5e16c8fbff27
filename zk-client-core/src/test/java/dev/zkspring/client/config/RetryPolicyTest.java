package dev.zkspring.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Duration NO_TIME = Duration.ZERO;

    @Nested
    class Limits {

        @Test
        void unlimitedPolicyAllowsAnyNumber() {
            assertThat(RetryPolicy.FOREVER.allows(Integer.MAX_VALUE, Duration.ofDays(365)))
                    .isTrue();
        }

        @Test
        void noRetryMeansNone() {
            assertThat(RetryPolicy.NONE.allows(0, NO_TIME)).isFalse();
        }

        @Test
        void numberOfRetriesIsThatOfTriesAfterTheFirst() {
            RetryPolicy twice = RetryPolicy.FOREVER.withMaxRetries(2);

            assertThat(twice.allows(1, NO_TIME)).isTrue();
            assertThat(twice.allows(2, NO_TIME)).isFalse();
        }

        @Test
        void deadlineEndsRetryingWhenItIsReached() {
            RetryPolicy policy = policy(2, 0.4, Duration.ofSeconds(3));

            assertThat(policy.allows(9, Duration.ofMillis(2_999))).isTrue();
            assertThat(policy.allows(0, Duration.ofSeconds(3))).isFalse();
        }
    }

    @Nested
    class Delays {

        @Test
        void withoutSpreadTheDelayGrowsToItsLimit() {
            RetryPolicy policy = policy(2, 0, null);

            assertThat(IntStream.range(0, 9).mapToObj(i -> policy.delayBefore(i).toMillis()))
                    .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
        }

        @Test
        void growthNeverOverflows() {
            assertThat(policy(1000, 0, null).delayBefore(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
        }

        @Test
        void spreadGoesToBothSidesAndNoFurther() {
            RetryPolicy policy = policy(1, 0.4, null);
            var millis = IntStream.range(0, 1_000)
                    .mapToObj(i -> policy.delayBefore(0).toMillis())
                    .toList();

            assertThat(millis)
                    .allMatch(each -> each >= 60 && each <= 140)
                    .anyMatch(each -> each < 90)
                    .anyMatch(each -> each > 110);
        }

        @Test
        void zeroDelayIsZero() {
            RetryPolicy atOnce = new RetryPolicy(-1, NO_TIME, 2, 0.4, NO_TIME, null, false);

            assertThat(atOnce.delayBefore(50)).isEqualTo(NO_TIME);
        }
    }

    @Nested
    class Checks {

        @Test
        void impossibleValuesAreNamed() {
            assertRefused(() -> RetryPolicy.FOREVER.withMaxRetries(-2), "max-retries: -2");
            assertRefused(() -> policy(0.9, 0, null), "multiplier: 0.9");
            assertRefused(() -> policy(Double.NaN, 0, null), "multiplier: NaN");
            assertRefused(() -> policy(1, 1.1, null), "jitter: 1.1");
            assertRefused(() -> policy(1, -0.1, null), "jitter: -0.1");
            assertRefused(() -> policy(1, 0, Duration.ofSeconds(-1)), "deadline: PT-1S");
            assertRefused(
                    () -> new RetryPolicy(0, Duration.ofSeconds(2), 1, 0, Duration.ofSeconds(1), null, false),
                    "max-delay: PT1S");
            assertRefused(
                    () -> new RetryPolicy(0, Duration.ofMillis(-1), 1, 0, Duration.ofSeconds(1), null, false),
                    "delay: PT-0.001S");
        }

        private void assertRefused(Runnable creation, String found) {
            assertThatIllegalArgumentException()
                    .isThrownBy(creation::run)
                    .withMessageContaining(found)
                    .withMessageContaining("expected: ");
        }
    }

    private static RetryPolicy policy(double multiplier, double jitter, Duration deadline) {
        return new RetryPolicy(
                RetryPolicy.UNLIMITED,
                Duration.ofMillis(100),
                multiplier,
                jitter,
                Duration.ofSeconds(10),
                deadline,
                true);
    }
}
