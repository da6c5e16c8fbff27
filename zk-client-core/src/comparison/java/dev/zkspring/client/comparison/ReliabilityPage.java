package dev.zkspring.client.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the figures of {@link Results} into {@code docs/reliability.md}, between markers. What stands outside the markers
 * is written by hand.
 */
final class ReliabilityPage {

    private static final Path PAGE = Path.of("..", "docs", "reliability.md");

    private static final List<Count> KNOWLEDGE =
            List.of(Count.OPERATIONS, Count.UNKNOWN, Count.NOT_SENT, Count.UNKNOWN_NOT_DONE, Count.DUPLICATES);

    private static final List<Count> LIFE = List.of(Count.RECONNECTS, Count.EXPIRIES, Count.OUTAGES);

    private static final double MEDIAN = 0.5;

    private static final double TAIL = 0.99;

    private static final double MILLIS = 1_000.0;

    private final Results results;

    private final List<Contestant> contestants;

    private ReliabilityPage(Results results) {
        this.results = results;
        this.contestants = results.contestants();
    }

    static void write() throws IOException {
        ReliabilityPage page = new ReliabilityPage(Results.read());
        String text = Files.readString(PAGE);
        text = replace(text, "comparison-run", Results.run());
        text = replace(text, "comparison-violations", page.violations());
        text = replace(text, "comparison-calls", page.calls());
        text = replace(text, "comparison-times", page.times());
        Files.writeString(PAGE, text);
    }

    private String violations() {
        String rows = Arrays.stream(Count.values())
                .filter(Count::isViolation)
                .map(count -> row(count.title(), contestant -> violation(contestant, count)))
                .collect(Collectors.joining());
        return head("should never happen") + row("runs", this::runs) + rows;
    }

    private String runs(Contestant contestant) {
        return Integer.toString(results.runs(contestant));
    }

    private String violation(Contestant contestant, Count count) {
        long sum = results.sum(contestant, count);
        return sum == 0 ? "0" : "**" + sum + "** in " + results.runsWith(contestant, count);
    }

    private String calls() {
        String rows = KNOWLEDGE.stream()
                .map(count -> row(count.title(), contestant -> Long.toString(results.sum(contestant, count))))
                .collect(Collectors.joining());
        return head("number") + rows;
    }

    private String times() {
        String counts = LIFE.stream()
                .map(count -> row(count.title(), contestant -> Long.toString(results.sum(contestant, count))))
                .collect(Collectors.joining());
        String spans = Arrays.stream(Span.values())
                .map(span -> row(span.title() + ": p50 / p99 / most, s", contestant -> spread(contestant, span)))
                .collect(Collectors.joining());
        String total = row(
                "without an answer, in all, s",
                contestant ->
                        seconds(results.spans(contestant, Span.OUTAGE).stream().reduce(Duration.ZERO, Duration::plus)));
        return head("") + counts + total + spans;
    }

    private String spread(Contestant contestant, Span span) {
        List<Duration> durations = results.spans(contestant, span);
        if (durations.isEmpty()) {
            return "–";
        }
        return seconds(at(durations, MEDIAN)) + " / " + seconds(at(durations, TAIL)) + " / "
                + seconds(at(durations, 1));
    }

    private static Duration at(List<Duration> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / MILLIS);
    }

    private String head(String title) {
        return row(title, Contestant::title) + row("---", contestant -> "---");
    }

    private String row(String title, Function<Contestant, String> cell) {
        return contestants.stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
    }

    private static String replace(String text, String name, String content) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(PAGE + " has no lines " + begin.strip() + " and " + end);
        }
        return text.substring(0, from + begin.length()) + "\n" + content + "\n" + text.substring(to);
    }
}
