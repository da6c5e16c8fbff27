package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one workload did in one run: a line of {@code target/faults/runs.csv}, and its recoveries in {@code
 * recoveries.csv} beside it.
 *
 * @param time when the run began, the same for all its workloads
 * @param starved for how long this process had no processor though it wanted one
 * @param violations how many the workload found
 */
public record FaultReport(
        Instant time,
        FaultSchedule schedule,
        PlayedFaults played,
        Duration starved,
        String workload,
        Tally tally,
        int violations) {

    /** Where runs leave their files. */
    static final Path DIRECTORY = Path.of("target", "faults");

    static final Path FILE = DIRECTORY.resolve("runs.csv");

    static final Path RECOVERIES = DIRECTORY.resolve("recoveries.csv");

    private static final List<String> COUNTS = List.of("operations", "failures", "reconnects", "expiries", "hangs");

    static final String HEAD = "time,seed,length_ms,workload," + String.join(",", COUNTS)
            + ",recoveries,recovery_p50_ms,recovery_p99_ms,recovery_max_ms,violations,starved_ms,faults,missed,others\n";

    private static final String RECOVERIES_HEAD = "time,seed,workload,recovery_ms\n";

    /** Adds the line to the file. */
    void write() {
        append(FILE, HEAD, line());
        append(RECOVERIES, RECOVERIES_HEAD, recoveries());
    }

    private static void append(Path file, String head, String lines) {
        try {
            Files.createDirectories(DIRECTORY);
            if (!Files.exists(file)) {
                Files.writeString(file, head);
            }
            Files.writeString(file, lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private String recoveries() {
        return tally.recoveries().stream()
                .map(recovery -> time + "," + schedule.seed() + "," + workload + "," + recovery.toMillis() + "\n")
                .collect(Collectors.joining());
    }

    /** The line in the file. */
    String line() {
        List<Object> cells = new ArrayList<>();
        cells.add(time);
        cells.add(schedule.seed());
        cells.add(schedule.length().toMillis());
        cells.add(workload);
        COUNTS.forEach(name -> cells.add(tally.counts().getOrDefault(name, 0L)));
        List<Duration> recoveries = tally.recoveries().stream().sorted().toList();
        cells.add(recoveries.size());
        cells.add(percentile(recoveries, 50));
        cells.add(percentile(recoveries, 99));
        cells.add(percentile(recoveries, 100));
        cells.add(violations);
        cells.add(starved.toMillis());
        cells.add(text(played.hits()));
        cells.add(text(played.misses()));
        Map<String, Long> others = new TreeMap<>(tally.counts());
        COUNTS.forEach(others::remove);
        cells.add(text(others));
        return cells.stream().map(String::valueOf).collect(Collectors.joining(",")) + "\n";
    }

    /** In milliseconds, nothing if there is none. */
    static String percentile(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return "";
        }
        int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return Long.toString(sorted.get(index).toMillis());
    }

    private static String text(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "=" + count.getValue())
                .collect(Collectors.joining(" "));
    }
}
