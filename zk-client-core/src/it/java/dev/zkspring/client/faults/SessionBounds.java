package dev.zkspring.client.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Within which times a client has to know that a session is over. Times are those of {@link System#nanoTime}; where
 * this JVM stood still it may take as much longer.
 *
 * @param timeout the negotiated one
 * @param tick the servers' unit of time
 */
record SessionBounds(Duration timeout, Duration tick, Lateness lateness) {

    /** What an observer may see, and this JVM may do, later than it happened. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** When the client must say LOST after its newest answered request was sent. */
    private Duration lost() {
        return timeout.multipliedBy(4).dividedBy(3);
    }

    /**
     * Whether a session was reported alive for too long.
     *
     * @param answered nothing sent later was answered
     * @param reported when the client still said CONNECTED or SUSPENDED
     */
    @Nullable
    String unanswered(long answered, long reported) {
        return beyond(answered, lost(), tick, reported, "was reported alive %s after the last answer (limit %s)");
    }

    /**
     * Whether a session was reported alive too long after it was over.
     *
     * @param gone when an observer saw that an ephemeral node of it was deleted
     * @param reported when the client last said CONNECTED or SUSPENDED
     */
    @Nullable
    String outlived(long gone, long reported) {
        return beyond(
                gone,
                timeout.dividedBy(3),
                tick.plus(SLACK),
                reported,
                "was reported alive %s after its nodes were deleted (limit %s)");
    }

    /**
     * Whether the client gave a session up too early by its own clock.
     *
     * @param answered when a request was made that was answered
     * @param lost when the client said LOST
     */
    @Nullable
    String early(long answered, long lost) {
        Duration after = Duration.ofNanos(lost - answered);
        return after.compareTo(lost()) < 0
                ? "was given up %s after a request that was answered (not before %s)".formatted(after, lost())
                : null;
    }

    private @Nullable String beyond(long from, Duration timer, Duration slack, long to, String what) {
        return lateness.isTooLate(from + timer.toNanos(), slack, to)
                ? what.formatted(Duration.ofNanos(to - from), timer.plus(slack))
                : null;
    }
}
