package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import java.util.EnumSet;
import java.util.Set;

/** Where a session stands. The only place that says which phase may follow which; ARCHITECTURE.md draws it. */
public enum SessionPhase {
    /** Not started, stopped, or given up. */
    CLOSED(ConnectionState.LOST, ClientState.CLOSED),
    /** No session yet; looking for a server. */
    CONNECTING(ConnectionState.LOST, ClientState.CONNECTING),
    CONNECTED(ConnectionState.CONNECTED, ClientState.CONNECTED),
    CONNECTED_READ_ONLY(ConnectionState.CONNECTED, ClientState.CONNECTED_RO),
    /** The link broke; looking for a server to go on with the session. */
    RECONNECTING(ConnectionState.SUSPENDED, ClientState.CONNECTING),
    /** The session is gone; passed through on the way to a new one, or to the end if the retry policy says so. */
    EXPIRED(ConnectionState.LOST, ClientState.EXPIRED_SESSION),
    /** Sends what was submitted, then closes the session; takes no new requests. */
    CLOSING(ConnectionState.CONNECTED, ClientState.CONNECTED),
    /** The servers refused the credentials. */
    AUTH_FAILED(ConnectionState.LOST, ClientState.AUTH_FAILED);

    private final ConnectionState connectionState;

    private final ClientState clientState;

    SessionPhase(ConnectionState connectionState, ClientState clientState) {
        this.connectionState = connectionState;
        this.clientState = clientState;
    }

    public ConnectionState connectionState() {
        return connectionState;
    }

    public ClientState clientState() {
        return clientState;
    }

    /** The phases that may follow this one. */
    public Set<SessionPhase> successors() {
        return switch (this) {
            case CLOSED -> EnumSet.of(CONNECTING);
            case CONNECTING -> EnumSet.of(CONNECTED, CONNECTED_READ_ONLY, CLOSED, AUTH_FAILED);
            case CONNECTED, CONNECTED_READ_ONLY -> EnumSet.of(RECONNECTING, CLOSING, AUTH_FAILED);
            case RECONNECTING -> EnumSet.of(CONNECTED, CONNECTED_READ_ONLY, EXPIRED, CLOSED, AUTH_FAILED);
            case EXPIRED -> EnumSet.of(CONNECTING, CLOSED);
            case CLOSING -> EnumSet.of(CLOSED);
            case AUTH_FAILED -> EnumSet.of(CONNECTING, CLOSED);
        };
    }

    /** Whether requests are written to the server. */
    boolean isLinked() {
        return this == CONNECTED || this == CONNECTED_READ_ONLY || this == CLOSING;
    }

    /** Whether requests are taken. */
    boolean acceptsRequests() {
        return this != CLOSED && this != CLOSING && this != AUTH_FAILED;
    }
}
