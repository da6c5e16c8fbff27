package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Announces this instance with an ephemeral node, whose data is {@code host:port}. The node goes with the session: when
 * the process dies the server deletes it, and a new session needs a new node.
 */
@Component
class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final ZkClient client;

    private final Environment environment;

    /** Where this instance takes requests, {@code null} while it does not. */
    private @Nullable String address;

    /** The session that has, or is about to get, the node. */
    private volatile @Nullable SessionId session;

    private volatile @Nullable String node;

    Registration(ZkClient client, Environment environment) {
        this.client = client;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void whenReady() {
        Integer port = environment.getProperty("local.server.port", Integer.class);
        if (port != null) {
            address = new ServerAddress(environment.getProperty("server.address", "localhost"), port).toString();
            register();
        }
    }

    /** A reconnection keeps the node, but the break may have made its creation fail. */
    @EventListener({ZkConnectedEvent.class, ZkReconnectedEvent.class})
    synchronized void whenConnected() {
        register();
    }

    /** Others shall stop coming here before the web server stops, not when the session ends some time later. */
    @EventListener(ContextClosedEvent.class)
    synchronized void whenClosing() {
        address = null;
        String registered = node;
        if (registered != null) {
            client.async().delete(registered);
        }
    }

    /** The ready application and the connected client may come in either order; the later one finds both. */
    private void register() {
        SessionId current = client.sessionId();
        if (address == null || current == null || current.equals(session)) {
            return;
        }
        session = current;
        CreateRequest request = CreateRequest.of(Members.PATH + "/member-")
                .data(address.getBytes(StandardCharsets.UTF_8))
                .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .createParents()
                .build();
        client.async().create(request).whenComplete(this::registered);
    }

    private void registered(@Nullable CreateResult created, @Nullable Throwable failure) {
        if (created != null) {
            node = created.path();
            log.info("Registered as {}", created.path());
        } else {
            session = null;
            log.warn("Not registered, trying again with the next connection: {}", String.valueOf(failure));
        }
    }
}
