package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls that took longer than a request may take, or never ended.
 *
 * @param timeout how long a request may take
 */
record TimeChecker(Duration timeout, Lateness lateness) {

    /** What a busy machine needs from the due time of a timer until the caller hears of it. */
    private static final Duration SLACK = Duration.ofMillis(250);

    List<String> check(List<Step> steps) {
        return steps.stream().map(this::check).filter(Objects::nonNull).toList();
    }

    private @Nullable String check(Step step) {
        if (step.reply() == null) {
            return step.toString();
        }
        return check(step, step.call().kind().calls(), step.call().started(), step.ended());
    }

    /** What is wrong with a call that has ended, null if nothing. */
    @Nullable
    String check(Object call, long started, long ended) {
        return check(call, 1, started, ended);
    }

    private @Nullable String check(Object call, int calls, long started, long ended) {
        Duration allowed = timeout.multipliedBy(calls);
        // To look for stalls takes long enough to be late by itself, were it done on an event loop for each call.
        if (ended - started <= allowed.plus(SLACK).toNanos()) {
            return null;
        }
        // The client counts from when its event loop takes the request up.
        long due = lateness.takenUp(started) + allowed.toNanos();
        if (!lateness.isTooLate(due, SLACK, ended)) {
            return null;
        }
        return "%s: took %d ms (limit: %d ms), of which the JVM stood still for %d ms after the limit"
                .formatted(
                        call,
                        Duration.ofNanos(ended - started).toMillis(),
                        allowed.plus(SLACK).toMillis(),
                        lateness.within(due, ended).toMillis());
    }
}
