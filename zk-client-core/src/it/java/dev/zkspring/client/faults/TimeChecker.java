package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;

/** Finds calls that took longer than a request may take, or never ended. */
final class TimeChecker {

    private final Duration limit;

    private final List<Stalls.Stall> stalls;

    private TimeChecker(Duration limit, List<Stalls.Stall> stalls) {
        this.limit = limit;
        this.stalls = stalls;
    }

    /** @param stalls in which the clients got no processor; a call may take so much longer */
    static List<String> check(List<Step> steps, Duration limit, List<Stalls.Stall> stalls) {
        TimeChecker checker = new TimeChecker(limit, stalls);
        return steps.stream()
                .filter(step -> step.reply() == null || checker.isLate(step))
                .map(step -> step.reply() == null
                        ? step.toString()
                        : "%s: took %d ms (limit: %d ms), without a processor for %d ms"
                                .formatted(
                                        step,
                                        took(step).toMillis(),
                                        limit.toMillis(),
                                        checker.stalled(step).toMillis()))
                .toList();
    }

    private boolean isLate(Step step) {
        return took(step).compareTo(limit) > 0 && took(step).compareTo(limit.plus(stalled(step))) > 0;
    }

    private static Duration took(Step step) {
        return Duration.ofNanos(step.ended() - step.call().started());
    }

    private Duration stalled(Step step) {
        return Duration.ofNanos(stalls.stream()
                .mapToLong(stall -> stall.within(step.call().started(), step.ended()))
                .sum());
    }
}
