package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.config.ConnectString;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A session as it stands in the store.
 *
 * @param session with its password
 * @param ensemble whose session it is
 * @param left whether its client left it; otherwise the client was using it when this was saved, and may have done so
 *     for long after that
 */
record SavedSession(SessionId session, Ensemble ensemble, boolean left) {

    /** How files of this and of other versions of the format begin. */
    private static final String FORMATS = "zk-session-store-";

    private static final String FORMAT = FORMATS + "1";

    private static final String LEFT = "left";

    private static final String IN_USE = "in-use";

    private static final int LINES = 4;

    /** Servers and the node that all paths are relative to. */
    record Ensemble(List<String> servers, String chroot) {

        /** As configured; what a customizer of the builder makes of it does not count. */
        static Ensemble of(ZkProperties properties, ZkConnectionDetails details) {
            ConnectString hosts = ConnectString.parse(String.join(",", details.getHosts()));
            String fallback = Objects.requireNonNullElse(properties.chroot(), "");
            String chroot = Objects.requireNonNullElse(details.getChroot(), fallback);
            List<String> servers =
                    hosts.servers().stream().map(ServerAddress::toString).toList();
            return new Ensemble(servers, chroot.isEmpty() || chroot.equals("/") ? hosts.chroot() : chroot);
        }

        /** One server in common will do: others are added and taken away in the life of an ensemble. */
        boolean isSameAs(Ensemble other) {
            return chroot.equals(other.chroot) && servers.stream().anyMatch(other.servers::contains);
        }

        String toLine() {
            return String.join(",", servers) + (chroot.isEmpty() ? "/" : chroot);
        }

        private static Ensemble fromLine(String line) {
            int slash = line.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("line 3 has no \"/\"");
            }
            String chroot = line.substring(slash);
            return new Ensemble(List.of(line.substring(0, slash).split(",")), chroot.equals("/") ? "" : chroot);
        }
    }

    /** Four lines of text, of which the last one is secret. */
    byte[] toBytes() {
        String known = String.join("\n", FORMAT, left ? LEFT : IN_USE, ensemble.toLine(), "");
        return (known + new String(session.toBytes(), StandardCharsets.US_ASCII)).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this was never written by {@link #toBytes}, not even in another version, nor cut off since. */
    static boolean isForeign(byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, FORMATS.length()), StandardCharsets.UTF_8);
        return !FORMATS.startsWith(begin);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException for anything else; the message shows nothing of it
     */
    static SavedSession fromBytes(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != LINES + 1 || !lines[0].equals(FORMAT) || !lines[LINES].isEmpty()) {
            throw new IllegalArgumentException(
                    "it is not what was written (expected: %d lines, the first one %s)".formatted(LINES, FORMAT));
        }
        SessionId session = SessionId.fromBytes(lines[LINES - 1].getBytes(StandardCharsets.US_ASCII));
        return new SavedSession(session, Ensemble.fromLine(lines[2]), lines[1].equals(LEFT));
    }

    /**
     * Whether the session was left for so long that the servers must have ended it: 4/3 of its timeout, as long as a
     * client waits for an answer before it gives its session up. Of one that was in use only the servers know.
     */
    boolean isTooOld(Instant now) {
        Instant time = session.time();
        Duration most = session.negotiatedTimeout().multipliedBy(4).dividedBy(3);
        return left && time != null && !most.isZero() && now.isAfter(time.plus(most));
    }
}
