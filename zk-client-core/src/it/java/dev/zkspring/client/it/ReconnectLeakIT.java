package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import dev.zkspring.client.watch.TreeCache;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links that break in each way there is, again and again, leave nothing behind. */
class ReconnectLeakIT {

    private static final int RECONNECTS = 1_000;

    private static final int NODES = 50;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final Semaphore connected = new Semaphore(0);

    private final Map<String, String> values = new ConcurrentHashMap<>();

    private String root;

    private ZkClient client;

    @BeforeEach
    void makeRoot() {
        root = zk.root();
    }

    private void connect(String hosts, UnaryOperator<ZkClientBuilder> settings) throws InterruptedException {
        RetryPolicy impatient =
                new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(5), 1, 0, Duration.ofMillis(5), null, true);
        client = zk.unstarted(
                hosts,
                builder -> settings.apply(builder.connectionRetry(impatient)
                        .randomizeHosts(false)
                        .sessionTimeout(Duration.ofSeconds(30))));
        client.addListener(event -> {
            if (event.state() == ConnectionState.CONNECTED) {
                connected.release();
            }
        });
        client.start();
        awaitConnected();
    }

    private void connectAndWatch() throws InterruptedException {
        connect(zk.proxy().address(), UnaryOperator.identity());
        for (int i = 0; i < NODES; i++) {
            watch(root + "/n" + i);
        }
        ChildrenWatch.on(client, root).start((children, event) -> true);
        TreeCache tree = TreeCache.on(client, root).start();
        client.addWatch(root, AddWatchMode.PERSISTENT, event -> {});
        // Nodes that are read for the first time later would pass for a leak.
        await().until(() -> values.size() == NODES && tree.isInitialized());
    }

    private void watch(String path) {
        client.create(path, "first".getBytes(UTF_8));
        client.exists(path, event -> {});
        DataWatch.on(client, path).start((node, event) -> {
            values.put(path, node == null ? "" : node.text());
            return true;
        });
    }

    private void awaitConnected() throws InterruptedException {
        assertThat(connected.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    private void reconnect() throws InterruptedException {
        zk.proxy().cut();
        awaitConnected();
    }

    /** Watches are armed again and keep reporting. */
    private void watchesWork() {
        for (String path : values.keySet()) {
            zk.peer().set(path, "last");
        }
        await().untilAsserted(() -> assertThat(values.values()).containsOnly("last"));
    }

    @Test
    void thousandReconnectsLeaveNothingBehind() throws Exception {
        connectAndWatch();
        SessionId session = client.sessionId();
        // An answer shows that the watches before it are armed.
        client.get(root);
        int watches = client.statistics().watches();
        int serverWatches = zk.server().watchCount();
        int accepted = zk.proxy().accepted();
        Leaks.none(RECONNECTS, this::reconnect);

        assertThat(zk.proxy().accepted() - accepted).isGreaterThanOrEqualTo(RECONNECTS);
        assertThat(client.sessionId()).isEqualTo(session);
        assertThat(client.statistics().watches()).isEqualTo(watches);
        await().untilAsserted(() -> assertThat(zk.server().watchCount()).isEqualTo(serverWatches));
        // The client's, the peer's, and the one that asks.
        await().untilAsserted(() ->
                assertThat(zk.server().line("mntr", "zk_num_alive_connections")).isEqualTo("3"));
        assertThat(zk.proxy().open()).isEqualTo(1);
        watchesWork();
    }

    @Test
    void lostSessionsLeaveNothingBehind() throws Exception {
        connectAndWatch();
        // The persistent watch ends with the session in which it was set.
        int watches = client.statistics().watches() - 1;
        Leaks.none(100, () -> {
            zk.endSession(client.sessionId());
            awaitConnected();
            // So that no watch is still on its way to the server when the next session ends.
            client.get(root);
        });
        await().untilAsserted(() -> assertThat(client.statistics().watches()).isEqualTo(watches));
        watchesWork();
    }

    @Test
    void refusedConnectionsLeaveNothingBehind() throws Exception {
        connect(zk.proxy().address(), UnaryOperator.identity());
        Leaks.none(100, () -> {
            zk.proxy().refuse();
            await().until(() -> client.connectFailures().toString().contains("refused"));
            zk.proxy().heal();
            awaitConnected();
        });
    }

    @Test
    void handshakesWithoutAnAnswerLeaveNothingBehind() throws Exception {
        connect(zk.proxy().address(), settings -> settings.connectTimeout(Duration.ofMillis(20)));
        Leaks.none(20, () -> {
            int accepted = zk.proxy().accepted();
            zk.proxy().blackHole();
            zk.proxy().cut();
            await().until(() -> zk.proxy().accepted() >= accepted + 5);
            zk.proxy().heal();
            awaitConnected();
        });
    }

    @Test
    void connectionsThatLostTheRaceLeaveNothingBehind() throws Exception {
        String silent = zk.closeLater(new FullPort()).address();
        connect(silent + "," + zk.proxy().address() + "," + silent, UnaryOperator.identity());
        Leaks.none(20, this::reconnect);
    }

    @Test
    void encryptedLinksLeaveNothingBehind() throws Exception {
        SecureServer secure = zk.closeLater(new SecureServer("tls-leaks", "none", UnaryOperator.identity()).start());
        CuttingProxy proxy = zk.closeLater(new CuttingProxy(secure.port()));
        TlsOptions tls =
                TlsOptions.builder().trustPem(TlsCertificates.shared().ca()).build();
        connect(proxy.address(), settings -> settings.tls(tls));
        Leaks.none(200, () -> {
            proxy.cut();
            awaitConnected();
        });
    }
}
