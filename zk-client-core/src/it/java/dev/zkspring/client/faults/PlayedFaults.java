package dev.zkspring.client.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the faults of a schedule: how many hit somebody, and a file that is a schedule itself, with the times at
 * which the faults really began and ended and the servers that really failed. Keeps no list, so that a long run needs no
 * memory for it. Safe for use by several threads.
 */
final class PlayedFaults {

    private final Path file;

    private final Map<String, Long> hits = new TreeMap<>();

    private final Map<String, Long> misses = new TreeMap<>();

    /** Of a schedule that begins now; the file is beside the schedule's own. */
    PlayedFaults(FaultSchedule schedule) {
        try {
            file = Files.createDirectories(FaultReport.DIRECTORY)
                    .resolve("played-" + schedule.seed() + ".txt")
                    .toAbsolutePath();
            Files.writeString(file, schedule.head());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what was played with seed " + schedule.seed(), e);
        }
    }

    Path file() {
        return file;
    }

    /**
     * A fault of links has ended.
     *
     * @param connections how many there were to break, at its begin or while it lasted
     */
    void links(FaultEvent event, Duration began, Duration ended, int connections) {
        count(event.fault(), connections > 0);
        write(real(event, event.fault(), event.server(), began, ended) + FaultSchedule.COMMENT + connections
                + " connections, planned for " + planned(event));
    }

    /**
     * A fault of servers has ended.
     *
     * @param failed which servers it made fail; none if it was for the leader and there was none
     */
    void servers(FaultEvent event, Duration began, Duration ended, List<Integer> failed) {
        count(event.fault(), !failed.isEmpty());
        String what = "servers " + failed + ", planned for " + planned(event);
        switch (event.fault()) {
            case RESTART_LEADER -> leader(event, Fault.KILL, began, ended, failed, what);
            case PAUSE_LEADER -> leader(event, Fault.PAUSE, began, ended, failed, what);
            default -> write(real(event, event.fault(), event.server(), began, ended) + FaultSchedule.COMMENT + what);
        }
    }

    /** In a replay another server may lead: the same one is to fail. */
    private void leader(
            FaultEvent event, Fault fault, Duration began, Duration ended, List<Integer> failed, String what) {
        String comment = FaultSchedule.COMMENT + "the leader, " + what;
        write(failed.isEmpty() ? comment.strip() : real(event, fault, failed.get(0), began, ended) + comment);
    }

    private static FaultEvent real(FaultEvent event, Fault fault, int server, Duration began, Duration ended) {
        Duration at = Duration.ofMillis(began.toMillis());
        Duration lasted = fault == Fault.CUT
                ? Duration.ZERO
                : Duration.ofMillis(ended.minus(at).toMillis());
        return new FaultEvent(at, lasted, fault, event.client(), server, event.amount());
    }

    private static String planned(FaultEvent event) {
        return event.at().toMillis() + " +" + event.lasts().toMillis();
    }

    private synchronized void count(Fault fault, boolean hit) {
        (hit ? hits : misses).merge(fault.name(), 1L, Long::sum);
    }

    private synchronized void write(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** How many faults of each kind hit a connection or a server, by name. */
    synchronized Map<String, Long> hits() {
        return new TreeMap<>(hits);
    }

    /** How many met nobody: links that no connection used, a leader where there was none. */
    synchronized Map<String, Long> misses() {
        return new TreeMap<>(misses);
    }
}
