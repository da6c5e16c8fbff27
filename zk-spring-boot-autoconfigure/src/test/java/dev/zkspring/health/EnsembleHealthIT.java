package dev.zkspring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.it.ZkEnsemble;
import dev.zkspring.client.it.ZkServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What health says of three servers of which some are gone, stand still or have no quorum. */
class EnsembleHealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ZkEnsemble ensemble;

    private ZkClient client;

    @BeforeAll
    static void start() {
        ensemble = ZkEnsemble.of(
                        "health",
                        3,
                        // Without local sessions a server without quorum has none.
                        member -> member.readOnlyMode(true)
                                .setting("localSessionsEnabled", "true")
                                .setting("localSessionsUpgradingEnabled", "false"))
                .start();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @BeforeEach
    void connect() {
        ensemble.start();
        client = ZkClient.builder()
                .hosts(ensemble.hosts())
                .sessionTimeout(Duration.ofSeconds(4))
                .readOnly(true)
                .build();
        client.start();
        await().atMost(PATIENCE).until(() -> client.clientState() == ClientState.CONNECTED);
    }

    @AfterEach
    void close() {
        client.close(Duration.ofSeconds(1));
    }

    private Health health() {
        return new ZkHealthIndicator(client, LIMIT, true).health();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> host(Health health, ZkServer server) {
        return (Map<String, Object>) ((Map<?, ?>) health.getDetails().get("hosts")).get(server.address());
    }

    private ZkServer follower() {
        return ensemble.servers().stream()
                .filter(server -> server.command("srvr").contains("Mode: follower"))
                .filter(server -> !server.address().equals(String.valueOf(client.server())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leaderTellsHowManyFollowersAreInSync() {
        Health health = health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(ensemble.servers())
                .allSatisfy(server -> assertThat(host(health, server))
                        .asString()
                        .contains("ruok=imok", "version=3.9.5", "latency={min=", "connections=", "outstanding=")
                        .contains("znodes=", "watches=", "ephemerals="));
        assertThat(ensemble.servers().stream()
                        .map(server -> host(health, server).get("mode")))
                .containsExactlyInAnyOrder("leader", "follower", "follower");
        assertThat(ensemble.servers().stream()
                        .map(server -> host(health, server).get("followersInSync")))
                .containsExactlyInAnyOrder(2L, null, null);
    }

    @Test
    void serverThatStandsStillIsSaidToBeSilentWhileTheOthersAnswer() {
        ZkServer silent = follower();
        silent.pause();
        try {
            Health health = health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, silent).get("ruok")).isEqualTo("no answer within 2000 ms");
            assertThat(ensemble.servers())
                    .filteredOn(server -> server != silent)
                    .allSatisfy(server ->
                            assertThat(host(health, server).get("mode")).isIn("leader", "follower"));
        } finally {
            silent.resume();
        }
    }

    @Test
    void killedServerIsShownWithItsErrorAndTheLeaderMissesIt() {
        ZkServer killed = follower();
        killed.kill();

        await().atMost(PATIENCE).untilAsserted(() -> {
            Health health = health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(host(health, killed).get("ruok")).asString().contains("refused");
            assertThat(ensemble.servers().stream()
                            .filter(server -> server != killed)
                            .map(server -> host(health, server).get("followersInSync")))
                    .containsExactlyInAnyOrder(1L, null);
        });
    }

    @Test
    void clientOfAServerWithoutQuorumIsUpAndReadOnly() {
        ensemble.server(0).kill();
        ensemble.server(1).kill();

        await().atMost(PATIENCE).untilAsserted(() -> {
            Health health = health();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("readOnly", true);
            assertThat(host(health, ensemble.server(2)).get("mode")).isEqualTo("read-only");
        });
    }

    @Test
    void isDownWithoutAnyServer() {
        ensemble.servers().forEach(ZkServer::kill);

        await().atMost(PATIENCE).untilAsserted(() -> {
            Health health = health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("clientState", ClientState.CONNECTING);
            assertThat(host(health, ensemble.server(1))).containsKeys("ruok", "connectFailure");
        });
    }
}
