package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
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
 * the process dies the server deletes it, and a new session needs a new node. With {@code zk.session.store} a restarted
 * process goes on with its session, and takes the node over that it finds there.
 */
@Component
class Registration {

    private static final String PREFIX = Members.PATH + "/member-";

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
        if (registered != null && !isKept()) {
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
        byte[] data = address.getBytes(StandardCharsets.UTF_8);
        // Fails rather than acting in a later session, which has a registration of its own.
        ZkAsyncClient async = client.withSession(current).async();
        // Looks first: the node may be there from a process before this one, or from a try that seemed to fail.
        async.getEphemerals(PREFIX)
                .thenCompose(own -> own.isEmpty() ? create(async, data) : takeOver(async, own.get(0), data))
                .whenComplete((path, failure) -> registered(current, path, failure));
    }

    private static CompletableFuture<String> create(ZkAsyncClient async, byte[] data) {
        CreateRequest request = CreateRequest.of(PREFIX)
                .data(data)
                .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .createParents()
                .build();
        return async.create(request).thenApply(CreateResult::path);
    }

    /** This process may listen elsewhere than the one before. */
    private static CompletableFuture<String> takeOver(ZkAsyncClient async, String path, byte[] data) {
        return async.set(path, data).thenApply(stat -> path);
    }

    private void registered(SessionId tried, @Nullable String path, @Nullable Throwable failure) {
        if (path != null) {
            node = path;
            log.info("Registered as {}", path);
        } else if (tried.equals(session)) {
            session = null;
            log.warn("Not registered, trying again with the next connection: {}", String.valueOf(failure));
        }
    }

    /** Whether the next process goes on with the session: others shall not see this instance leave then. */
    private boolean isKept() {
        return environment.getProperty("zk.session.keep-on-shutdown", Boolean.class, false);
    }
}
