package dev.zkspring.client.data;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Identity of a session: the id and the password that together own it. Whoever holds both can take the session over.
 * What was known of the session when this was made comes along, but only id and password count for equality.
 *
 * <p>{@link #toBytes} and {@link #fromBytes} are for a file that lets another process go on with the session; it holds
 * the password and must be readable by its owner only.
 */
public final class SessionId {

    private static final String FORMAT = "zk-session-1";

    private static final String UNKNOWN = "-";

    private static final int FIELDS = 6;

    private final long id;

    private final byte[] password;

    private final long lastZxid;

    private final Duration negotiatedTimeout;

    private final @Nullable Instant time;

    /** A session of which nothing else is known. */
    public SessionId(long id, byte[] password) {
        this(id, password, 0, Duration.ZERO, null);
    }

    /**
     * A session with what is known of it.
     *
     * @param lastZxid highest transaction id that the session has seen, 0 if unknown
     * @param negotiatedTimeout zero if unknown
     * @param time when this was known, {@code null} if unknown
     */
    public SessionId(long id, byte[] password, long lastZxid, Duration negotiatedTimeout, @Nullable Instant time) {
        this.id = id;
        this.password = password.clone();
        this.lastZxid = lastZxid;
        this.negotiatedTimeout = negotiatedTimeout;
        this.time = time;
    }

    /** Signed 64 bits; the top byte is the number of the server that opened the session. */
    public long id() {
        return id;
    }

    /** A copy of the password. A secret. */
    public byte[] password() {
        return password.clone();
    }

    /** Highest transaction id that the session has seen; servers that are behind it refuse the session. */
    public long lastZxid() {
        return lastZxid;
    }

    /** How long the servers keep the session without hearing of it, zero if unknown. */
    public Duration negotiatedTimeout() {
        return negotiatedTimeout;
    }

    /** When this was made, by the wall clock of the machine; for a detached session when it was left. */
    public @Nullable Instant time() {
        return time;
    }

    /** One line of ASCII with a line feed, password included. */
    public byte[] toBytes() {
        HexFormat hex = HexFormat.of();
        String line = String.join(
                " ",
                FORMAT,
                hex.toHexDigits(id),
                password.length == 0 ? UNKNOWN : hex.formatHex(password),
                hex.toHexDigits(lastZxid),
                Long.toString(negotiatedTimeout.toMillis()),
                time == null ? UNKNOWN : time.toString());
        return (line + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException for anything else; the message shows nothing of it
     */
    public static SessionId fromBytes(byte[] bytes) {
        String[] fields = new String(bytes, StandardCharsets.US_ASCII).strip().split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(FORMAT)) {
            throw unreadable(null);
        }
        try {
            return new SessionId(
                    HexFormat.fromHexDigitsToLong(fields[1]),
                    fields[2].equals(UNKNOWN) ? new byte[0] : HexFormat.of().parseHex(fields[2]),
                    HexFormat.fromHexDigitsToLong(fields[3]),
                    Duration.ofMillis(Long.parseLong(fields[4])),
                    fields[5].equals(UNKNOWN) ? null : Instant.parse(fields[5]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unreadable(e.getClass().getSimpleName());
        }
    }

    /** Without the cause, whose message may quote the password. */
    private static IllegalArgumentException unreadable(@Nullable String why) {
        return new IllegalArgumentException("saved session cannot be read%s (expected: one line that begins with %s)"
                .formatted(why == null ? "" : ", " + why, FORMAT));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionId that && id == that.id && Arrays.equals(password, that.password);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** The id in hexadecimal as servers log it; never the password. */
    @Override
    public String toString() {
        return toString(id);
    }

    /** A session id as servers log it. */
    public static String toString(long id) {
        return "0x" + Long.toHexString(id);
    }
}
