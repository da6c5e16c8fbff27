package dev.zkspring.client.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sums the files that runs left in {@code target/faults} for the part of {@code docs/reliability.md} on the soak. */
final class SoakTable {

    private static final String BEGIN = "<!-- soak -->";

    private static final String END = "<!-- /soak -->";

    /** A name, which may be of several words, and a number. */
    private static final Pattern COUNT = Pattern.compile("([^=]+)=(\\d+)");

    private static final int COLUMNS = FaultReport.HEAD.split(",", -1).length;

    private final List<Map<String, String>> lines;

    private final List<Duration> recoveries;

    private final Map<String, Long> badInputs = new TreeMap<>();

    /** Of the lines of the three files, without the heads. */
    SoakTable(List<String> runs, List<String> recoveries, List<String> badInputs) {
        this.lines = runs.stream().map(SoakTable::cells).toList();
        this.recoveries = recoveries.stream()
                .map(line -> line.substring(line.lastIndexOf(',') + 1))
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .sorted()
                .toList();
        badInputs.stream()
                .map(line -> line.split(",", 2))
                .forEach(words -> this.badInputs.merge(words[0], Long.parseLong(words[1]), Long::sum));
    }

    private static Map<String, String> cells(String line) {
        String[] names = FaultReport.HEAD.strip().split(",", -1);
        String[] values = line.split(",", -1);
        if (values.length != COLUMNS) {
            throw new IllegalArgumentException("line of a report: '" + line + "' (expected: " + FaultReport.HEAD + ")");
        }
        Map<String, String> cells = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            cells.put(names[i], values[i]);
        }
        return cells;
    }

    /** The page with the text between its marks written anew. */
    String into(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("a page without " + BEGIN + " and " + END);
        }
        return page.substring(0, begin) + BEGIN + "\n\n" + text() + "\n" + page.substring(end);
    }

    String text() {
        List<String> rows = new ArrayList<>();
        rows.add(head());
        rows.add("");
        rows.add("| what | how many |");
        rows.add("|---|---|");
        row(rows, "calls", number(sum("operations")) + "; failed " + number(sum("failures")));
        row(rows, "faults that hit a connection or a server", byKind("faults"));
        row(rows, "faults that met nobody", number(total(counts(runs(), "missed"))));
        row(rows, "reconnects", number(sum("reconnects")));
        row(rows, "sessions lost", number(sum("expiries")));
        row(rows, "calls without an end", number(sum("hangs")));
        row(rows, "recoveries", recovery());
        row(
                rows,
                "bad inputs",
                badInputs.isEmpty() ? "not counted" : number(total(badInputs)) + ": " + list(badInputs));
        row(rows, "time without a processor", starved());
        row(rows, "violations", violations());
        return String.join("\n", rows) + "\n";
    }

    private static void row(List<String> rows, String what, String howMany) {
        rows.add("| " + what + " | " + howMany + " |");
    }

    /** One line of each run. */
    private List<Map<String, String>> runs() {
        return List.copyOf(lines.stream()
                .collect(Collectors.toMap(SoakTable::run, line -> line, (first, other) -> first, TreeMap::new))
                .values());
    }

    private static String run(Map<String, String> line) {
        return line.get("time") + " " + line.get("seed");
    }

    private String head() {
        Map<Duration, Long> lengths = runs().stream()
                .map(run -> Duration.ofMillis(Long.parseLong(run.get("length_ms"))))
                .collect(Collectors.groupingBy(length -> length, TreeMap::new, Collectors.counting()));
        String runs = lengths.entrySet().stream()
                .map(each -> each.getValue() + (each.getValue() == 1 ? " run" : " runs") + " of "
                        + each.getKey().toSeconds() + " s")
                .collect(Collectors.joining(", "));
        TreeSet<LocalDate> days = runs().stream()
                .map(run -> LocalDate.ofInstant(Instant.parse(run.get("time")), ZoneOffset.UTC))
                .collect(Collectors.toCollection(TreeSet::new));
        String when = days.size() == 1 ? days.first() + "" : days.first() + " to " + days.last();
        return when + ": " + runs + ", on " + Runtime.getRuntime().availableProcessors() + " processors.";
    }

    private long sum(String column) {
        return lines.stream()
                .mapToLong(line -> Long.parseLong(line.get(column)))
                .sum();
    }

    private static Map<String, Long> counts(List<Map<String, String>> lines, String column) {
        return lines.stream()
                .flatMap(line -> COUNT.matcher(line.get(column)).results())
                .collect(Collectors.toMap(
                        count -> count.group(1).strip(),
                        count -> Long.parseLong(count.group(2)),
                        Long::sum,
                        TreeMap::new));
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private String byKind(String column) {
        Map<String, Long> counts = counts(runs(), column);
        return number(total(counts)) + ": " + of(counts, Fault.Scope.LINK) + "; of servers "
                + of(counts, Fault.Scope.SERVER);
    }

    private static String of(Map<String, Long> counts, Fault.Scope scope) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.scope() == scope && counts.containsKey(fault.name()))
                .map(fault -> fault.name() + " " + number(counts.get(fault.name())))
                .collect(Collectors.joining(", "));
    }

    private static String list(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> number(count.getValue()) + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private String recovery() {
        return "%s: median %s ms, 99 of 100 within %s ms, slowest %s ms"
                .formatted(
                        number(recoveries.size()),
                        FaultReport.percentile(recoveries, 50),
                        FaultReport.percentile(recoveries, 99),
                        FaultReport.percentile(recoveries, 100));
    }

    private String starved() {
        long starved = runs().stream()
                .mapToLong(run -> Long.parseLong(run.get("starved_ms")))
                .sum();
        long excused = counts(lines, "others").getOrDefault("excused ms", 0L);
        return seconds(starved) + ", for which " + seconds(excused) + " of lateness were excused";
    }

    private static String seconds(long millis) {
        return "%.1f s".formatted(millis / 1_000.0);
    }

    private String violations() {
        long runs = lines.stream()
                .filter(line -> !line.get("violations").equals("0"))
                .map(SoakTable::run)
                .distinct()
                .count();
        return runs == 0 ? "none" : number(sum("violations")) + " in " + runs + (runs == 1 ? " run" : " runs");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }
}
