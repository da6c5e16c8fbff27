package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;

/** The client is connected again with the same session: its ephemeral nodes never left. */
public final class ZkReconnectedEvent extends ZkConnectionEvent {

    private static final long serialVersionUID = 1L;

    ZkReconnectedEvent(ZkClient client, ConnectionEvent event) {
        super(client, event);
    }

    /** Whether the server lost its quorum and answers reads only. */
    public boolean readOnly() {
        return event().readOnly();
    }
}
