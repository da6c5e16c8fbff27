package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The faults of one run. Two on the same link never overlap, nor do two of servers, so that the end of one makes well
 * what it broke and nothing else.
 *
 * @param seed what it was drawn from
 * @param length the time in which all faults begin and end
 * @param clients how many clients it knows
 * @param events sorted by their begin
 */
public record FaultSchedule(long seed, Duration length, int clients, List<FaultEvent> events) {

    /** What follows it in a line is for readers only. */
    static final String COMMENT = " # ";

    private static final String HEAD = "schedule";

    public FaultSchedule {
        events = events.stream().sorted(Comparator.comparing(FaultEvent::at)).toList();
    }

    /**
     * Draws a schedule; the same arguments give the same one.
     *
     * @param clients how many clients there are, numbered from 0
     * @param faults the kinds to draw from
     */
    public static FaultSchedule random(long seed, Duration length, int clients, Set<Fault> faults) {
        return new FaultSchedule(seed, length, clients, new FaultDice(seed, length, clients, faults).events());
    }

    /** The events with this scope, sorted by their begin. */
    List<FaultEvent> of(Fault.Scope scope) {
        return events.stream().filter(event -> event.fault().scope() == scope).toList();
    }

    /** The first line of the text. */
    String head() {
        return HEAD + " seed=" + seed + " length=" + length.toMillis() + " clients=" + clients + "\n";
    }

    /** The text that {@link #parse} reads, one line for each event. */
    public String text() {
        return head() + events.stream().map(event -> event + "\n").collect(Collectors.joining());
    }

    /** Writes the text to a file of {@code target/faults}. */
    Path save() {
        try {
            Path file = Files.createDirectories(FaultReport.DIRECTORY).resolve("schedule-" + seed + ".txt");
            return Files.writeString(file, text()).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the schedule with seed " + seed, e);
        }
    }

    /** Reads what {@link #text} wrote, and what {@link PlayedFaults} did. */
    public static FaultSchedule parse(String text) {
        List<String> lines = text.strip().lines().toList();
        String[] head = lines.get(0).split("[ =]", -1);
        if (head.length != 7 || !head[0].equals(HEAD)) {
            throw new IllegalArgumentException("first line of a schedule: '" + lines.get(0) + "' (expected: '" + HEAD
                    + " seed=<n> length=<ms> clients=<n>')");
        }
        return new FaultSchedule(
                Long.parseLong(head[2]),
                Duration.ofMillis(Long.parseLong(head[4])),
                Integer.parseInt(head[6]),
                lines.stream()
                        .skip(1)
                        .map(line -> (" " + line).split(COMMENT, 2)[0])
                        .filter(line -> !line.isBlank())
                        .map(FaultEvent::parse)
                        .toList());
    }
}
