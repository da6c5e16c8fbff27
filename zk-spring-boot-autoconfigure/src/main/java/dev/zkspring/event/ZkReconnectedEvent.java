package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;

/**
 * The client is connected with a session that was there before: its ephemeral nodes never left. It is the session of
 * this client, or, at its {@link #firstConnection()}, that of an earlier process.
 */
public final class ZkReconnectedEvent extends ZkConnectionEvent {

    private static final long serialVersionUID = 1L;

    private final boolean firstConnection;

    ZkReconnectedEvent(ZkClient client, ConnectionEvent event, boolean firstConnection) {
        super(client, event);
        this.firstConnection = firstConnection;
    }

    /**
     * Whether this is the first connection of the client's life, so that the session is one that an earlier process
     * left, or was using when it died. Ephemeral nodes that it made are there, for this process to take over; its
     * watches are not.
     */
    public boolean firstConnection() {
        return firstConnection;
    }

    /** Whether the server lost its quorum and answers reads only. */
    public boolean readOnly() {
        return event().readOnly();
    }
}
