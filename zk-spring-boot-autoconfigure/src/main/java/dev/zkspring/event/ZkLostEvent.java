package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.LostReason;

/**
 * The session ended and its ephemeral nodes are gone, or go as soon as the servers notice; or this client has left it,
 * see {@link #detached()}.
 */
public final class ZkLostEvent extends ZkConnectionEvent {

    private static final long serialVersionUID = 1L;

    /** Why the session ended. */
    public enum Reason {
        /** It expired; a new one is being opened. */
        EXPIRED,
        /** The servers refused the client's credentials; only a restart of the client changes that. */
        AUTH_FAILED,
        /** The client was stopped or detached, or its connection retry policy gave up. */
        CLOSED
    }

    ZkLostEvent(ZkClient client, ConnectionEvent event) {
        super(client, event);
    }

    public Reason reason() {
        LostReason reason = event().lostReason();
        if (reason == null) {
            return Reason.CLOSED;
        }
        return switch (reason) {
            case EXPIRED_BY_SERVER, EXPIRED_BY_CLOCK, READ_ONLY_ENDED -> Reason.EXPIRED;
            case AUTH_FAILED -> Reason.AUTH_FAILED;
            case CLOSED, RETRIES_EXHAUSTED, DETACHED -> Reason.CLOSED;
        };
    }

    /** Whether the client found by its own clock that the session must have expired, though no server could say so. */
    public boolean byClock() {
        return event().lostReason() == LostReason.EXPIRED_BY_CLOCK;
    }

    /**
     * Whether the client left the session alive on the servers, with its ephemeral nodes, until its timeout: for a later
     * start of the application to go on with. The reason is {@link Reason#CLOSED} then.
     */
    public boolean detached() {
        return event().lostReason() == LostReason.DETACHED;
    }

    /** Whether a server said that the session ended. */
    public boolean byServer() {
        LostReason reason = event().lostReason();
        return reason == LostReason.EXPIRED_BY_SERVER || reason == LostReason.AUTH_FAILED;
    }
}
