package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.watch.TreeCache;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tree cache whose session goes on with a server of another version, as in a rolling upgrade. */
class TreeCacheMoveIT {

    private static final String OLD = "3.5.10";

    private static final String ROOT = "/tree";

    /** Gives clients and peers that end with the test; its own server is not used. */
    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private final TreeRecorder recorder = new TreeRecorder(ROOT);

    private TreeCache cache;

    private static final List<ConnectionState> ONE_MOVE = List.of(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);

    /** Servers of the same name and port share their data. */
    private static ZkServer server(String version, int port) {
        return ZkServer.builder("moving")
                .version(version)
                // What the other version wrote is enough.
                .jvmOption("-Dzookeeper.snapshot.trust.empty=true")
                .jvmOption("-Dzookeeper.digest.enabled=false")
                .jvmOption("-Dzookeeper.serializeLastProcessedZxid.enabled=false")
                .build(port);
    }

    private void move(String from, String to, int watchesBefore, int watchesAfter) {
        int port = Ports.free();
        ZkServer first = server(from, port).start();
        ZkServer second = zk.closeLater(server(to, port));
        try (Peer peer = Peer.connect(first.address())) {
            peer.create(ROOT, "1");
            peer.create(ROOT + "/a", "1");
            start(first);
            assertThat(first.watchCount()).isEqualTo(watchesBefore);
        } finally {
            first.kill();
        }
        second.start();
        states.awaitLast(ConnectionState.CONNECTED);
        Peer peer = zk.closeLater(Peer.connect(second.address()));
        await().untilAsserted(() -> assertThat(second.watchCount()).isEqualTo(watchesAfter));
        new TreeStorm(peer, ROOT, 1).rage(200);
        recorder.awaitSame(cache, peer, ROOT);
        cache.close();
        await().untilAsserted(() -> assertThat(second.watchCount()).isZero());
    }

    private void start(ZkServer server) {
        ZkClient client = zk.unstarted(server.address(), settings -> settings.sessionTimeout(Duration.ofSeconds(30)));
        client.start();
        client.addListener(states);
        cache = TreeCache.on(client, ROOT).start(recorder);
        await().until(cache::isInitialized);
    }

    @Test
    void newerServerNeedsOneWatchOnly() {
        move(OLD, ServerVersions.NEWEST, 4, 1);
        assertThat(states.states()).isEqualTo(ONE_MOVE);
    }

    @Test
    void olderServerNeedsWatchesForEveryNode() {
        move(ServerVersions.NEWEST, OLD, 1, 4);
        assertThat(states.states()).isEqualTo(ONE_MOVE);
    }
}
