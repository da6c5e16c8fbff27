package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one workload did in one run: a line of {@code target/faults/runs.csv}.
 *
 * @param violations how many the workload found
 */
public record FaultReport(FaultSchedule schedule, String workload, Tally tally, int violations) {

    /** Where runs leave their files. */
    static final Path DIRECTORY = Path.of("target", "faults");

    private static final Path FILE = DIRECTORY.resolve("runs.csv");

    private static final List<String> COUNTS = List.of("operations", "failures", "reconnects", "expiries", "hangs");

    private static final String HEAD = "seed,length_ms,workload," + String.join(",", COUNTS)
            + ",recoveries,recovery_p50_ms,recovery_p99_ms,recovery_max_ms,violations,faults,others\n";

    /** How many faults of each kind the schedule has, by name. */
    public Map<String, Long> faults() {
        return schedule.events().stream()
                .collect(Collectors.groupingBy(event -> event.fault().name(), TreeMap::new, Collectors.counting()));
    }

    /** Adds the line to the file. */
    void write() {
        try {
            Files.createDirectories(DIRECTORY);
            if (!Files.exists(FILE)) {
                Files.writeString(FILE, HEAD);
            }
            Files.writeString(FILE, line(), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE, e);
        }
    }

    /** The line in the file. */
    String line() {
        List<Object> cells = new ArrayList<>();
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
        cells.add(text(faults()));
        Map<String, Long> others = new TreeMap<>(tally.counts());
        COUNTS.forEach(others::remove);
        cells.add(text(others));
        return cells.stream().map(String::valueOf).collect(Collectors.joining(",")) + "\n";
    }

    private static String percentile(List<Duration> sorted, int percent) {
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
