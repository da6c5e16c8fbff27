package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.EphemeralOnLocalSessionException;
import dev.zkspring.client.error.NotReadOnlyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is alone without its quorum: it has local sessions only, as read-only mode demands since 3.5. */
class ReadOnlyIT {

    private static ZkEnsemble ensemble;

    private final Deque<ZkClient> clients = new ArrayDeque<>();

    private final StateRecorder states = new StateRecorder();

    @BeforeAll
    static void startEnsemble() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        ensemble = ZkEnsemble.of(
                        "readonly",
                        3,
                        member -> member.readOnlyMode(true)
                                .setting("localSessionsEnabled", "true")
                                .setting("localSessionsUpgradingEnabled", "false"))
                .start();
        try (Peer peer = Peer.connect(ensemble.hosts())) {
            peer.create("/kept", "value");
        }
    }

    @BeforeEach
    void loseTheQuorum() {
        ensemble.server(1).kill();
        ensemble.server(2).kill();
        await().until(() -> ensemble.server(0).command("isro").equals("ro"));
    }

    @AfterEach
    void closeClients() {
        clients.forEach(client -> client.close(Duration.ofSeconds(2)));
    }

    @AfterAll
    static void closeEnsemble() {
        ensemble.close();
    }

    private ZkClient client(UnaryOperator<ZkClientBuilder> settings) {
        ZkClient client = settings.apply(ZkClient.builder()
                        .hosts(ensemble.hosts())
                        .startTimeout(Duration.ofSeconds(30))
                        .sessionTimeout(Duration.ofSeconds(20)))
                .build();
        clients.add(client);
        client.addListener(states);
        return client;
    }

    @Test
    void readsAndRefusesWrites() {
        ZkClient client = client(settings -> settings.readOnly(true));
        client.start();
        assertThat(client.state()).isEqualTo(CONNECTED);
        assertThat(client.clientState()).isEqualTo(ClientState.CONNECTED_RO);
        assertThat(client.isConnected()).isTrue();
        states.awaitStates(CONNECTED);
        assertThat(states.last().readOnly()).isTrue();
        assertThat(client.get("/kept").text()).isEqualTo("value");
        assertThat(client.exists("/missing")).isNull();
        assertThat(client.getChildren("/")).contains("kept");
        assertThatThrownBy(() -> client.create("/written", null)).isInstanceOf(NotReadOnlyException.class);
        assertThatThrownBy(() -> client.set("/kept", null)).isInstanceOf(NotReadOnlyException.class);
        assertThatThrownBy(() -> client.sync("/")).isInstanceOf(NotReadOnlyException.class);
    }

    @Test
    void doesNotServeAClientThatMustWrite() {
        ZkClient client = client(settings -> settings);
        assertThatThrownBy(() -> client.start(Duration.ofSeconds(3))).isInstanceOf(ConnectFailedException.class);
        assertThat(client.connectFailures())
                .containsKey(new ServerAddress("127.0.0.1", ensemble.server(0).port()));
        assertThat(client.state()).isEqualTo(LOST);
    }

    @Test
    void isLeftForAServerThatHasAQuorumWhileItsLinkIsFine() {
        try (ZkServer other = ZkServer.builder("quorum").build().start()) {
            ZkClient client = client(settings -> settings.readOnly(true)
                    .randomizeHosts(false)
                    .hosts(ensemble.server(0).address() + "," + other.address()));
            client.start();
            await().until(() -> client.clientState() == ClientState.CONNECTED);
            states.awaitStates(CONNECTED, SUSPENDED, LOST, CONNECTED);
            assertThat(states.first(CONNECTED).readOnly()).isTrue();
            assertThat(states.first(LOST).lostReason()).isEqualTo(LostReason.READ_ONLY_ENDED);
            assertThat(client.server()).isEqualTo(new ServerAddress("127.0.0.1", other.port()));
            assertThat(client.create("/written", null)).isEqualTo("/written");
            // The probes left nothing behind.
            await().untilAsserted(() ->
                    assertThat(other.command("cons").lines()).noneMatch(line -> line.contains("sid=0x1,")));
        }
    }

    @Test
    void givesWayToARealSessionWhenTheQuorumIsBack() {
        ZkClient client = client(settings -> settings.readOnly(true));
        client.start();
        EventRecorder events = new EventRecorder();
        client.get("/kept", events);
        ensemble.start();
        await().until(() -> client.clientState() == ClientState.CONNECTED);
        states.awaitStates(CONNECTED, SUSPENDED, LOST, CONNECTED);
        assertThat(states.seen())
                .extracting(ConnectionEvent::readOnly)
                .startsWith(true)
                .endsWith(false);
        assertThat(states.last().newSession()).isTrue();
        events.awaitTypes(WatchEvent.Type.SESSION_LOST);
        String path = client.create("/written-", null, CreateMode.PERSISTENT_SEQUENTIAL);
        assertThat(client.exists(path)).isNotNull();
        // The new session is local to its server, too.
        assertThatThrownBy(() -> client.create("/e", null, CreateMode.EPHEMERAL))
                .isInstanceOf(EphemeralOnLocalSessionException.class);
    }
}
