package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;

/**
 * The link to the server broke, the session may live on. Until the next event nobody knows whether this application
 * still holds what its ephemeral nodes stand for.
 */
public final class ZkSuspendedEvent extends ZkConnectionEvent {

    private static final long serialVersionUID = 1L;

    ZkSuspendedEvent(ZkClient client, ConnectionEvent event) {
        super(client, event);
    }
}
