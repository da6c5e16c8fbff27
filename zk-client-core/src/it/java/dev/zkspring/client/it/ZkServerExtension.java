package dev.zkspring.client.it;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.SessionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real server for a test class, and for each test a proxy in front of it, clients and peers that end with the test,
 * and a node of its own. A server that a test left killed runs again for the next one.
 */
public final class ZkServerExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ZkServerExtension.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private static final AtomicInteger ROOTS = new AtomicInteger();

    private final ZkServerBuilder builder;

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private @Nullable ZkServer server;

    private @Nullable CuttingProxy proxy;

    private @Nullable Peer peer;

    /** A server with the fixtures' defaults. */
    public ZkServerExtension() {
        this(ZkServer.builder("server"));
    }

    public ZkServerExtension(ZkServerBuilder builder) {
        this.builder = builder;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        // Called again for each nested class, whose store finds what the outer class put into its own.
        server = context.getStore(NAMESPACE).computeIfAbsent(ZkServer.class, key -> builder.build(), ZkServer.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server().start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (proxy != null) {
            proxy.heal();
        }
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
        proxy = null;
        peer = null;
    }

    /** The server that the tests of a class share. */
    public ZkServer server() {
        return required(server, "server before the first test");
    }

    /** This test's proxy in front of the server. */
    public CuttingProxy proxy() {
        if (proxy == null) {
            proxy = closeLater(new CuttingProxy(server().port()));
        }
        return proxy;
    }

    /** A client of the server, started. */
    public ZkClient client() {
        return client(settings -> settings);
    }

    /** A client of the server, started. */
    public ZkClient client(UnaryOperator<ZkClientBuilder> settings) {
        return started(unstarted(server().address(), settings));
    }

    /** A client behind the proxy, started. */
    public ZkClient proxiedClient(UnaryOperator<ZkClientBuilder> settings) {
        return started(unstarted(proxy().address(), settings));
    }

    /** A client of these hosts, not started. */
    public ZkClient unstarted(String hosts, UnaryOperator<ZkClientBuilder> settings) {
        ZkClient client = settings.apply(ZkClient.builder().hosts(hosts)).build();
        closeLater(() -> client.close(CLOSE_TIMEOUT));
        return client;
    }

    /** Makes the server forget the session of a client behind the proxy, which is cut meanwhile. */
    void endSession(SessionId session) {
        proxy().refuse();
        SessionEnd.force(server().port(), session);
        proxy().heal();
    }

    /** A new node that only this test uses. */
    public String root() {
        String root = "/test" + ROOTS.incrementAndGet();
        peer().create(root, (byte[]) null);
        return root;
    }

    /** Another client of the server, connected to it directly. */
    Peer peer() {
        if (peer == null || !peer.zooKeeper().getState().isAlive()) {
            peer = closeLater(Peer.connect(server().address()));
        }
        return peer;
    }

    /** A new peer, for a server that was down since the last one connected. */
    Peer freshPeer() {
        peer = closeLater(Peer.connect(server().address()));
        return peer;
    }

    /** Closes something after the test, the newest first. */
    public <T extends AutoCloseable> T closeLater(T resource) {
        resources.push(resource);
        return resource;
    }

    private static ZkClient started(ZkClient client) {
        client.start();
        return client;
    }

    private static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("there is no " + what);
        }
        return value;
    }
}
