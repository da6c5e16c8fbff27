package dev.zkspring.client.config;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How often and how fast to try again. Delays grow by {@code multiplier} up to {@code maxDelay}; each is then spread by
 * {@code jitter} to both sides, without feeding the spread into the next one.
 *
 * @param maxRetries tries after the first, {@link #UNLIMITED} for no limit
 * @param delay before the first retry
 * @param multiplier growth of the delay, at least 1
 * @param jitter part of the delay by which it is spread, 0 to 1
 * @param maxDelay upper bound of the delay before the spread
 * @param deadline time after the first try by which the last one begins, {@code null} for none
 * @param ignoreExpire for connections: whether a new session is opened when the old one expired, else the client ends
 *     closed; for commands: whether an expired session is a reason to retry
 */
public record RetryPolicy(
        int maxRetries,
        Duration delay,
        double multiplier,
        double jitter,
        Duration maxDelay,
        @Nullable Duration deadline,
        boolean ignoreExpire) {

    public static final int UNLIMITED = -1;

    /** For connections: never gives up, 100 ms doubling to 10 s, spread by 0.4. */
    public static final RetryPolicy FOREVER =
            new RetryPolicy(UNLIMITED, Duration.ofMillis(100), 2, 0.4, Duration.ofSeconds(10), null, true);

    /** For commands: no retry. */
    public static final RetryPolicy NONE = FOREVER.withMaxRetries(0);

    /** Two hundred doublings reach any delay; more would overflow the power. */
    private static final int MAX_EXPONENT = 200;

    public RetryPolicy {
        require(maxRetries >= UNLIMITED, "max-retries", maxRetries, "-1 for unlimited, 0 or more");
        require(!delay.isNegative(), "delay", delay, "not negative");
        require(multiplier >= 1, "multiplier", multiplier, "1 or more");
        require(jitter >= 0 && jitter <= 1, "jitter", jitter, "0 to 1");
        require(maxDelay.compareTo(delay) >= 0, "max-delay", maxDelay, "at least the delay " + delay);
        require(deadline == null || !deadline.isNegative(), "deadline", deadline, "not negative");
    }

    private static void require(boolean holds, String name, @Nullable Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("retry policy %s: %s (expected: %s)".formatted(name, found, expected));
        }
    }

    public RetryPolicy withMaxRetries(int maxRetries) {
        return new RetryPolicy(maxRetries, delay, multiplier, jitter, maxDelay, deadline, ignoreExpire);
    }

    public RetryPolicy withIgnoreExpire(boolean ignoreExpire) {
        return new RetryPolicy(maxRetries, delay, multiplier, jitter, maxDelay, deadline, ignoreExpire);
    }

    /**
     * Whether another try is due.
     *
     * @param retries tries made after the first
     * @param elapsed from the first try to the next one
     */
    public boolean allows(int retries, Duration elapsed) {
        return (maxRetries == UNLIMITED || retries < maxRetries)
                && (deadline == null || elapsed.compareTo(deadline) < 0);
    }

    /**
     * How long to wait before a retry, spread at random.
     *
     * @param retries tries made after the first
     */
    public Duration delayBefore(int retries) {
        double growth = Math.pow(multiplier, Math.min(retries, MAX_EXPONENT));
        double base = Math.min(delay.toNanos() * growth, (double) maxDelay.toNanos());
        double spread = 1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (base * spread));
    }
}
