package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;

/** Finds calls that took longer than a request may take, or never ended. */
final class TimeChecker {

    private TimeChecker() {}

    static List<String> check(List<Step> steps, Duration limit) {
        return steps.stream()
                .filter(step -> step.reply() == null || took(step).compareTo(limit) > 0)
                .map(step -> step.reply() == null
                        ? step.toString()
                        : "%s: took %d ms (limit: %d ms)"
                                .formatted(step, took(step).toMillis(), limit.toMillis()))
                .toList();
    }

    private static Duration took(Step step) {
        return Duration.ofNanos(step.ended() - step.call().started());
    }
}
