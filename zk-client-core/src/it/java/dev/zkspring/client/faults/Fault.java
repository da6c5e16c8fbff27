package dev.zkspring.client.faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What can go wrong with the links of clients and with servers. */
public enum Fault {
    /** The links are closed; new ones are accepted. */
    CUT(Scope.LINK, 6),
    /** The links are closed and new ones refused. */
    REFUSE(Scope.LINK, 4),
    /** Bytes are held back in both directions. */
    STALL(Scope.LINK, 3),
    STALL_TO_SERVER(Scope.LINK, 2),
    STALL_TO_CLIENT(Scope.LINK, 2),
    /** Bytes are lost in both directions, and the links closed in the end. */
    BLACK_HOLE(Scope.LINK, 3),
    BLACK_HOLE_TO_SERVER(Scope.LINK, 2),
    BLACK_HOLE_TO_CLIENT(Scope.LINK, 2),
    /** Bytes come late; the amount is in milliseconds. */
    DELAY(Scope.LINK, 3),
    /** Few bytes pass; the amount is their number per second. */
    THROTTLE(Scope.LINK, 2),
    /** Bytes come in tiny segments; the amount is the length of the longest. */
    SPLIT(Scope.LINK, 3),
    /**
     * Bytes are changed; the amount is the number of bytes for each changed one. The protocol has no checksum: only for
     * runs without checks of what clients saw, or over TLS.
     */
    CORRUPT(Scope.LINK, 6),
    /** A server crashes and is started again with its data. */
    KILL(Scope.SERVER, 5),
    /** A server is frozen, with its connections open. */
    PAUSE(Scope.SERVER, 5),
    /** A server is stopped as an operator would, and started again. */
    RESTART(Scope.SERVER, 3),
    /** A server crashes and loses its data. No other server fails before it has the data again. */
    WIPE(Scope.SERVER, 2),
    /** The leader, whichever it is, crashes and is started again. */
    RESTART_LEADER(Scope.SERVER, 3),
    /** The leader, whichever it is, is frozen. */
    PAUSE_LEADER(Scope.SERVER, 2),
    /** All servers but one crash and are started again with their data. */
    KILL_QUORUM(Scope.SERVER, 1),
    /** All servers but one are frozen. */
    PAUSE_QUORUM(Scope.SERVER, 1);

    /** All that a correct client over the plain protocol must bear without any loss. */
    public static final Set<Fault> HONEST = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CORRUPT)));

    private final Scope scope;

    private final int weight;

    Fault(Scope scope, int weight) {
        this.scope = scope;
        this.weight = weight;
    }

    public Scope scope() {
        return scope;
    }

    /** How often it is drawn, compared with others of its scope. */
    int weight() {
        return weight;
    }

    /** All faults of links. */
    public static Set<Fault> ofLinks() {
        return of(Scope.LINK);
    }

    /** All faults of servers. */
    public static Set<Fault> ofServers() {
        return of(Scope.SERVER);
    }

    private static Set<Fault> of(Scope scope) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        Arrays.stream(values()).filter(fault -> fault.scope == scope).forEach(faults::add);
        return faults;
    }

    /** What a fault hits. */
    public enum Scope {
        LINK,
        SERVER
    }
}
