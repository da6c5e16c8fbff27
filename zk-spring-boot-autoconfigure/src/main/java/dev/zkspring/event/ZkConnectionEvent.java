package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;

/**
 * The connection of a client changed. Events of one client come in order, on one of its callback threads, never on its
 * event loop: a listener may block and may call the client. The first one comes when every {@code @EventListener}
 * method of the application is registered. The source is the client.
 */
public abstract sealed class ZkConnectionEvent extends ApplicationEvent
        permits ZkConnectedEvent, ZkReconnectedEvent, ZkSuspendedEvent, ZkLostEvent {

    private static final long serialVersionUID = 1L;

    private final transient ConnectionEvent event;

    ZkConnectionEvent(ZkClient client, ConnectionEvent event) {
        super(client);
        this.event = event;
    }

    /** The client's name in threads, logs and meters. */
    public String clientName() {
        return client().clientName();
    }

    public ZkClient client() {
        return (ZkClient) getSource();
    }

    public ConnectionState state() {
        return event.state();
    }

    public ConnectionState previousState() {
        return event.previousState();
    }

    /**
     * Id of the session that was opened, resumed, suspended or lost, {@code null} if there never was one. Servers log
     * it as {@link SessionId#toString(long)} writes it.
     */
    public @Nullable Long sessionId() {
        return event.sessionId() == 0 ? null : Long.valueOf(event.sessionId());
    }

    /** The server that the client is, or was, connected to, {@code null} if it never was. */
    public @Nullable ServerAddress server() {
        return event.server();
    }

    /** What broke the link, {@code null} if nothing did. */
    public @Nullable Throwable cause() {
        return event.cause();
    }

    ConnectionEvent event() {
        return event;
    }

    @Override
    public String toString() {
        return "%s[client=%s, session=%s, server=%s]"
                .formatted(
                        getClass().getSimpleName(),
                        clientName(),
                        SessionId.toString(event.sessionId()),
                        event.server());
    }
}
