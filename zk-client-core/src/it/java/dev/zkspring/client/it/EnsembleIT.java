package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three servers: failover with the session. */
class EnsembleIT {

    private static ZkEnsemble ensemble;

    private final Deque<ZkClient> clients = new ArrayDeque<>();

    private final StateRecorder states = new StateRecorder();

    @BeforeAll
    static void createEnsemble() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        ensemble = ZkEnsemble.of("ensemble", 3);
    }

    @BeforeEach
    void startEnsemble() {
        ensemble.start();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(client -> client.close(Duration.ofSeconds(2)));
    }

    @AfterAll
    static void closeEnsemble() {
        ensemble.close();
    }

    private ZkClient client() {
        ZkClient client = ZkClient.builder()
                .hosts(ensemble.hosts())
                .startTimeout(Duration.ofSeconds(40))
                .sessionTimeout(Duration.ofSeconds(30))
                .build();
        clients.add(client);
        client.addListener(states);
        client.start();
        return client;
    }

    private static ZkServer serverOf(ZkClient client) {
        ServerAddress address = Objects.requireNonNull(client.server());
        return ensemble.servers().stream()
                .filter(server -> server.port() == address.port())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void failoverKeepsSessionAndEphemeralNodes() {
        ZkClient client = client();
        SessionId session = client.sessionId();
        String path = client.create("/failover-", null, CreateMode.EPHEMERAL_SEQUENTIAL);
        ZkServer lost = serverOf(client);
        lost.kill();
        states.awaitStates(CONNECTED, SUSPENDED, CONNECTED);
        assertThat(client.sessionId()).isEqualTo(session);
        assertThat(serverOf(client)).isNotSameAs(lost);
        assertThat(client.exists(path)).isNotNull();
    }

    @Test
    void watchersFireOnTheNextServer() {
        ZkClient client = client();
        String path = client.create("/watched-", null, CreateMode.PERSISTENT_SEQUENTIAL);
        EventRecorder events = new EventRecorder();
        client.get(path, events);
        serverOf(client).kill();
        states.awaitStates(CONNECTED, SUSPENDED, CONNECTED);
        try (Peer peer = Peer.connect(serverOf(client).address())) {
            peer.set(path, "changed");
        }
        events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
    }
}
