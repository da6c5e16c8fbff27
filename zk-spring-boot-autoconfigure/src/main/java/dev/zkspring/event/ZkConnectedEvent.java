package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;

/**
 * A new session was opened: the first one, or the one after a lost one. Ephemeral nodes of an earlier session are gone,
 * so this is the event to create them on.
 */
public final class ZkConnectedEvent extends ZkConnectionEvent {

    private static final long serialVersionUID = 1L;

    private final boolean firstConnection;

    ZkConnectedEvent(ZkClient client, ConnectionEvent event, boolean firstConnection) {
        super(client, event);
        this.firstConnection = firstConnection;
    }

    /**
     * Whether this is the first connection of the client's life. Either this event or {@link ZkReconnectedEvent} is the
     * first, once for each client.
     */
    public boolean firstConnection() {
        return firstConnection;
    }

    /** Whether the server lost its quorum and answers reads only. */
    public boolean readOnly() {
        return event().readOnly();
    }
}
