package dev.zkspring.client.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of all runs, as CSV in {@code target/reliability}: seed, client, figure, value. */
final class Results {

    private static final Path DIRECTORY = Path.of("target", "reliability");

    private static final Path FIGURES = DIRECTORY.resolve("comparison.csv");

    private static final Path FACTS = DIRECTORY.resolve("comparison-violations.txt");

    /** How it was run, as Markdown. */
    private static final Path RUN = DIRECTORY.resolve("comparison-run.md");

    private final List<Figure> figures;

    private Results(List<Figure> figures) {
        this.figures = figures;
    }

    /** Forgets the figures of the last run. */
    static void begin(String run) throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(FIGURES, "");
        Files.writeString(FACTS, "");
        describe(run);
    }

    /** Says how the runs were made. */
    static void describe(String run) throws IOException {
        Files.writeString(RUN, run);
    }

    /** Adds what one schedule gave. */
    static void add(long seed, Map<Contestant, Score> scores) throws IOException {
        for (Map.Entry<Contestant, Score> entry : scores.entrySet()) {
            Files.write(FIGURES, figures(seed, entry.getKey(), entry.getValue()), StandardOpenOption.APPEND);
            List<String> facts = entry.getValue().violations().stream()
                    .map(fact -> "seed " + seed + ", " + entry.getKey().title() + ": " + fact)
                    .toList();
            Files.write(FACTS, facts, StandardOpenOption.APPEND);
        }
    }

    private static List<String> figures(long seed, Contestant contestant, Score score) {
        List<String> lines = new ArrayList<>();
        for (Count count : Count.values()) {
            lines.add(line(seed, contestant, count.name(), score.count(count)));
        }
        for (Span span : Span.values()) {
            score.spans(span)
                    .forEach(duration -> lines.add(line(seed, contestant, "ms " + span.name(), duration.toMillis())));
        }
        return lines;
    }

    static Results read() throws IOException {
        return new Results(
                Files.readAllLines(FIGURES).stream().map(Figure::parse).toList());
    }

    static String run() throws IOException {
        return Files.readString(RUN);
    }

    /** Those who have figures, in their order. */
    List<Contestant> contestants() {
        return Arrays.stream(Contestant.values())
                .filter(contestant -> figures.stream().anyMatch(figure -> figure.contestant() == contestant))
                .toList();
    }

    int runs(Contestant contestant) {
        return of(contestant, Count.OPERATIONS.name()).size();
    }

    long sum(Contestant contestant, Count count) {
        return of(contestant, count.name()).stream().mapToLong(Figure::value).sum();
    }

    /** In how many runs something was counted. */
    long runsWith(Contestant contestant, Count count) {
        return of(contestant, count.name()).stream()
                .filter(figure -> figure.value() > 0)
                .count();
    }

    /** Sorted. */
    List<Duration> spans(Contestant contestant, Span span) {
        return of(contestant, "ms " + span.name()).stream()
                .map(figure -> Duration.ofMillis(figure.value()))
                .sorted()
                .collect(Collectors.toList());
    }

    private List<Figure> of(Contestant contestant, String name) {
        return figures.stream()
                .filter(figure ->
                        figure.contestant() == contestant && figure.name().equals(name))
                .toList();
    }

    private static String line(long seed, Contestant contestant, String figure, long value) {
        return seed + "," + contestant + "," + figure + "," + value;
    }

    private record Figure(Contestant contestant, String name, long value) {

        static Figure parse(String line) {
            String[] words = line.split(",", -1);
            return new Figure(Contestant.valueOf(words[1]), words[2], Long.parseLong(words[3]));
        }
    }
}
