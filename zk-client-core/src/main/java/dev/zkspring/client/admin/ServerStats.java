package dev.zkspring.client.admin;

import dev.zkspring.client.data.ServerVersion;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a server says of itself in its answer to {@code srvr} or {@code stat}. Counters and latencies run since the
 * start of the server or the last {@code srst}.
 *
 * @param version the version without its build
 * @param latency of the requests so far
 * @param received packets from clients
 * @param sent packets to clients
 * @param connections open client connections; -1 from servers before 3.4.4, which do not tell
 * @param outstanding requests that wait for an answer
 * @param zxid the newest transaction that the server has applied
 * @param mode what the server is to its ensemble
 * @param nodeCount nodes in the tree
 */
public record ServerStats(
        ServerVersion version,
        Latency latency,
        long received,
        long sent,
        long connections,
        long outstanding,
        long zxid,
        ServerMode mode,
        long nodeCount) {

    private static final long NOT_TOLD = -1;

    /**
     * Milliseconds between the arrival of a request and its answer.
     *
     * @param avg with a fraction since 3.6, before that cut to whole milliseconds
     */
    public record Latency(long min, double avg, long max) {}

    /**
     * Reads the whole answer to {@code srvr} or {@code stat}. Lines that this client does not know are ignored.
     *
     * @throws IllegalArgumentException when a line is missing, cannot be read or is cut short; names the line
     */
    public static ServerStats parse(String answer) {
        Lines lines = new Lines(answer);
        ServerVersion version = ServerVersion.parse(answer)
                .orElseThrow(() -> new IllegalArgumentException("no line with \"Zookeeper version:\""));
        return new ServerStats(
                version,
                lines.read("Latency min/avg/max:", ServerStats::latency),
                lines.read("Received:", Long::valueOf),
                lines.read("Sent:", Long::valueOf),
                lines.find("Connections:", Long::valueOf).orElse(NOT_TOLD),
                lines.read("Outstanding:", Long::valueOf),
                lines.read("Zxid:", ServerStats::zxid),
                lines.read("Mode:", ServerMode::of),
                lines.read("Node count:", Long::valueOf));
    }

    private static Latency latency(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new NumberFormatException(text);
        }
        return new Latency(Long.parseLong(parts[0]), Double.parseDouble(parts[1]), Long.parseLong(parts[2]));
    }

    private static long zxid(String text) {
        if (!text.startsWith("0x")) {
            throw new NumberFormatException(text);
        }
        return Long.parseUnsignedLong(text.substring(2), 16);
    }

    /** The lines of an answer by how they begin. */
    private record Lines(String answer) {

        <T> T read(String label, Function<String, T> reader) {
            return find(label, reader)
                    .orElseThrow(() -> new IllegalArgumentException("no line with \"" + label + "\""));
        }

        <T> Optional<T> find(String label, Function<String, T> reader) {
            int start = answer.startsWith(label) ? 0 : answer.indexOf("\n" + label) + 1;
            if (start == 0 && !answer.startsWith(label)) {
                return Optional.empty();
            }
            int end = answer.indexOf('\n', start);
            if (end < 0) {
                throw new IllegalArgumentException("the line with \"" + label + "\" is cut short");
            }
            String value = answer.substring(start + label.length(), end).strip();
            try {
                return Optional.of(reader.apply(value));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s \"%s\" (expected: as servers write it)", label, value), e);
            }
        }
    }
}
