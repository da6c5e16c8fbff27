package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one workload did and met.
 *
 * @param counts how often, by name: {@code operations}, {@code failures}, {@code reconnects}, {@code expiries},
 *     {@code hangs}, and what else a workload counts
 * @param recoveries of all its clients, as {@link Recoveries} says
 */
public record Tally(Map<String, Long> counts, List<Duration> recoveries) {

    public Tally {
        counts = Map.copyOf(counts);
        recoveries = List.copyOf(recoveries);
    }
}
