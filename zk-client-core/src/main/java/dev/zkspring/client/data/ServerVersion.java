package dev.zkspring.client.data;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a server, without the build behind it.
 *
 * @param major not negative
 * @param minor not negative
 * @param micro not negative
 */
public record ServerVersion(int major, int minor, int micro) implements Comparable<ServerVersion> {

    private static final Comparator<ServerVersion> ORDER = Comparator.comparingInt(ServerVersion::major)
            .thenComparingInt(ServerVersion::minor)
            .thenComparingInt(ServerVersion::micro);

    /** How {@code srvr} and {@code stat}, {@code envi} and {@code mntr} name it, in this order; nine digits fit an int. */
    private static final Pattern LINE = Pattern.compile(
            "^(?:Zookeeper version:|zookeeper\\.version=|zk_version\\s)\\s*(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?!\\d)",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    public ServerVersion {
        if (major < 0 || minor < 0 || micro < 0) {
            throw new IllegalArgumentException(
                    "server version %d.%d.%d (expected: no negative number)".formatted(major, minor, micro));
        }
    }

    /** Finds the version in the answer to {@code srvr}, {@code stat}, {@code envi} or {@code mntr}; empty without one. */
    public static Optional<ServerVersion> parse(String answer) {
        Matcher line = LINE.matcher(answer);
        return line.find()
                ? Optional.of(new ServerVersion(number(line, 1), number(line, 2), number(line, 3)))
                : Optional.empty();
    }

    private static int number(Matcher line, int group) {
        return Integer.parseInt(line.group(group));
    }

    /** Whether it is that release line or a newer one. */
    public boolean isAtLeast(int major, int minor) {
        return compareTo(new ServerVersion(major, minor, 0)) >= 0;
    }

    @Override
    public int compareTo(ServerVersion other) {
        return ORDER.compare(this, other);
    }

    /** For example {@code 3.9.5}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + micro;
    }
}
