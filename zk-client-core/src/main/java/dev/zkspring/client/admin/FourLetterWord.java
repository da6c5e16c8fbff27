package dev.zkspring.client.admin;

import dev.zkspring.client.data.ServerVersion;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions that a server answers in plain text on its client port. Which of them a server executes is up to its
 * setting {@code 4lw.commands.whitelist}. Without that setting servers since 3.5.3 execute {@link #SRVR} only, those of
 * 3.4.10 to 3.4.14 all but {@link #WCHC} and {@link #WCHP}, and older ones all.
 */
public enum FourLetterWord {
    /** The server's configuration, a line {@code name=value} for each setting. Since 3.3. */
    CONF(version(3, 3, 0)),

    /** Each connection with its session, requests and latency. Since 3.3. */
    CONS(version(3, 3, 0)),

    /** Sets the figures of all connections to zero, which {@link #CONS} shows. Since 3.3. */
    CRST(version(3, 3, 0)),

    /** Sessions and their ephemeral nodes; only the leader knows all sessions. */
    DUMP(version(3, 0, 0)),

    /** Version, JVM and machine of the server, a line {@code name=value} each. */
    ENVI(version(3, 0, 0)),

    /** Requests that wait for an answer. Servers since 3.3 do not know it, so none that this client connects to. */
    REQS(version(3, 0, 0), version(3, 3, 0)),

    /** {@code imok} if the process is alive, which says nothing about the quorum; {@link #SRVR} tells more. */
    RUOK(version(3, 0, 0)),

    /** Sets latencies and counters to zero, which {@link #SRVR}, {@link #STAT} and {@link #MNTR} show. Since 3.1. */
    SRST(version(3, 1, 0)),

    /** Version, latency, counters, mode: see {@link ServerStats}. Since 3.3. The one word allowed everywhere. */
    SRVR(version(3, 3, 0)),

    /** As {@link #SRVR}, with a line for each connection. */
    STAT(version(3, 0, 0)),

    /** How many connections watch how many nodes. Since 3.3. */
    WCHS(version(3, 3, 0)),

    /** Watched nodes by session. Since 3.3. */
    WCHC(version(3, 3, 0)),

    /** Sessions by watched node. Since 3.3. */
    WCHP(version(3, 3, 0)),

    /** Metrics: see {@link ServerMetrics}. Since 3.4. */
    MNTR(version(3, 4, 0)),

    /** {@code rw}, or {@code ro} without a quorum in read-only mode, or {@code null} when not serving. Since 3.4. */
    ISRO(version(3, 4, 0)),

    /** Bytes of the snapshot and the log directory. Since 3.5.1. */
    DIRS(version(3, 5, 1)),

    /**
     * Digests of the data tree, one for each 128 transactions. Since 3.6. The answer is empty before the first of them,
     * so a server that does not know the word cannot be told from one without digests.
     */
    HASH(version(3, 6, 0));

    private static final Set<FourLetterWord> CHANGING = Set.of(CRST, SRST);

    private static final Set<FourLetterWord> EXPENSIVE = Set.of(CONS, STAT, DUMP, WCHC, WCHP);

    private static final ServerVersion WHITELIST_34 = version(3, 4, 10);

    private static final ServerVersion LINE_35 = version(3, 5, 0);

    private static final ServerVersion WHITELIST_35 = version(3, 5, 3);

    private final String word = name().toLowerCase(Locale.ROOT);

    private final ServerVersion since;

    private final @Nullable ServerVersion until;

    FourLetterWord(ServerVersion since) {
        this(since, null);
    }

    FourLetterWord(ServerVersion since, @Nullable ServerVersion until) {
        this.since = since;
        this.until = until;
    }

    private static ServerVersion version(int major, int minor, int micro) {
        return new ServerVersion(major, minor, micro);
    }

    /** The four letters as they are sent. */
    public String word() {
        return word;
    }

    /** Whether servers of this version understand the word; whether they execute it is another matter. */
    public boolean isKnownTo(ServerVersion server) {
        return server.compareTo(since) >= 0 && (until == null || server.compareTo(until) < 0);
    }

    /** Whether servers of this version execute the word when they have no {@code 4lw.commands.whitelist}. */
    public boolean isAllowedByDefault(ServerVersion server) {
        if (!isKnownTo(server)) {
            return false;
        }
        if (server.compareTo(WHITELIST_35) >= 0) {
            return this == SRVR;
        }
        boolean noneOfTwo = this != WCHC && this != WCHP;
        return noneOfTwo || server.compareTo(WHITELIST_34) < 0 || server.compareTo(LINE_35) >= 0;
    }

    /** Whether the word changes something on the server: its figures start again at zero, for everybody who looks. */
    public boolean changesServer() {
        return CHANGING.contains(this);
    }

    /** Whether the server walks through all its connections, sessions or watches, and the answer may be MiB long. */
    public boolean isExpensive() {
        return EXPENSIVE.contains(this);
    }

    /** The four letters as they are sent. */
    @Override
    public String toString() {
        return word;
    }
}
