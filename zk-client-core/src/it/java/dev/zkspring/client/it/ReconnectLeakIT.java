package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.RetryPolicy;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A link that breaks as soon as it is there, a thousand times, leaves nothing behind. */
class ReconnectLeakIT {

    private static final int WARM_UP = 500;

    private static final int RECONNECTS = 1_000;

    private static final int NODES = 50;

    /** Garbage of the moment. */
    private static final long HEAP_SLACK = 4L << 20;

    /** Netty's pool keeps what it took; a dropped buffer fails the run by itself, see LeakGuard. */
    private static final long DIRECT_MEMORY_SLACK = 2L << 20;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final Semaphore connected = new Semaphore(0);

    private final Map<String, String> values = new ConcurrentHashMap<>();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connectAndWatch() throws InterruptedException {
        root = zk.root();
        RetryPolicy impatient =
                new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(5), 1, 0, Duration.ofMillis(5), null, true);
        client = zk.unstarted(
                zk.proxy().address(),
                settings -> settings.connectionRetry(impatient).sessionTimeout(Duration.ofSeconds(30)));
        client.addListener(event -> {
            if (event.state() == ConnectionState.CONNECTED) {
                connected.release();
            }
        });
        client.start();
        awaitConnected();
        for (int i = 0; i < NODES; i++) {
            watch(root + "/n" + i);
        }
        ChildrenWatch.on(client, root).start((children, event) -> true);
        TreeCache.on(client, root).start();
        client.addWatch(root, AddWatchMode.PERSISTENT, event -> {});
        await().until(() -> values.size() == NODES);
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

    private void reconnect(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            zk.proxy().cut();
            awaitConnected();
        }
        // An answer shows that the watches before it are armed again.
        client.get(root);
    }

    @Test
    void thousandReconnectsLeaveNothingBehind() throws InterruptedException {
        SessionId session = client.sessionId();
        reconnect(WARM_UP);
        Footprint before = Footprint.now();
        int watches = client.statistics().watches();
        int serverWatches = zk.server().watchCount();
        int accepted = zk.proxy().accepted();
        reconnect(RECONNECTS);
        assertThat(zk.proxy().accepted() - accepted).isGreaterThanOrEqualTo(RECONNECTS);
        assertThat(client.sessionId()).isEqualTo(session);
        await().untilAsserted(() -> assertNotMore(Footprint.now(), before));
        assertThat(client.statistics().watches()).isEqualTo(watches);
        await().untilAsserted(() -> assertThat(zk.server().watchCount()).isEqualTo(serverWatches));
        // The client's, the peer's, and the one that asks.
        await().untilAsserted(() ->
                assertThat(zk.server().line("mntr", "zk_num_alive_connections")).isEqualTo("3"));
        assertThat(zk.proxy().open()).isEqualTo(1);
        for (String path : values.keySet()) {
            zk.peer().set(path, "last");
        }
        await().untilAsserted(() -> assertThat(values.values()).containsOnly("last"));
    }

    private static void assertNotMore(Footprint after, Footprint before) {
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after.files()).as("files").isLessThanOrEqualTo(before.files());
        assertThat(after.directMemory())
                .as("direct memory")
                .isLessThanOrEqualTo(before.directMemory() + DIRECT_MEMORY_SLACK);
        assertThat(after.heap()).as("heap").isLessThanOrEqualTo(before.heap() + HEAP_SLACK);
    }
}
