package dev.zkspring.client.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts and times of one run, and what they were of. Safe for use by several threads. */
final class Score {

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    private final Map<Span, List<Duration>> spans = new EnumMap<>(Span.class);

    private final List<String> violations = new ArrayList<>();

    synchronized void add(Count count, long number) {
        counts.merge(count, number, Long::sum);
    }

    void add(Count count) {
        add(count, 1);
    }

    /** Counts what should never happen, with the facts. */
    synchronized void violation(Count count, String facts) {
        add(count, 1);
        violations.add(count.title() + ": " + facts);
    }

    synchronized void add(Span span, Duration duration) {
        spans.computeIfAbsent(span, s -> new ArrayList<>()).add(duration);
    }

    synchronized long count(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    synchronized List<Duration> spans(Span span) {
        return List.copyOf(spans.getOrDefault(span, List.of()));
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
