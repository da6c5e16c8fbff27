package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.UnsupportedByServerException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the client finds out about servers of every release line, and what it makes of it. */
class ServerVersionIT {

    private static final ServerVersion WITH_ADD_WATCH = new ServerVersion(3, 6, 0);

    @ParameterizedTest
    @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
    void isWhatTheServerTells(String version) {
        try (ZkServer server = ZkServer.builder("told").version(version).build().start();
                ZkClient client = connect(server)) {
            assertThat(client.serverVersion()).hasToString(version);
        }
    }

    @ParameterizedTest
    @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
    void isFoundOutWhenTheServerDoesNotTell(String version) {
        ServerVersion real = ServerVersion.parse("zookeeper.version=" + version).orElseThrow();
        StateRecorder states = new StateRecorder();
        try (ZkServer server = ZkServer.builder("silent")
                        .version(version)
                        .whitelist("mntr")
                        .build()
                        .start();
                ZkClient client = connect(server)) {
            client.addListener(states);

            ServerVersion found = Objects.requireNonNull(client.serverVersion());
            assertThat(found).isLessThanOrEqualTo(real);
            assertThat(found.isAtLeast(3, 6)).isEqualTo(real.isAtLeast(3, 6));
            assertThat(found.isAtLeast(3, 5)).isEqualTo(real.isAtLeast(3, 5));
            if (real.compareTo(WITH_ADD_WATCH) < 0) {
                assertThatThrownBy(() -> client.addWatch("/", AddWatchMode.PERSISTENT, event -> {}))
                        .isInstanceOf(UnsupportedByServerException.class)
                        .hasMessageContaining("needs server 3.6.0 or newer");
            } else {
                client.addWatch("/", AddWatchMode.PERSISTENT, event -> {}).close();
            }
            assertThat(client.exists("/")).isNotNull();
            assertThat(states.seen()).isEmpty();
            // The sessions of the probe are closed again.
            await().untilAsserted(() ->
                    assertThat(server.line("mntr", "zk_num_alive_connections")).isEqualTo("2"));
        }
    }

    private static ZkClient connect(ZkServer server) {
        ZkClient client = ZkClient.builder().hosts(server.address()).build();
        client.start();
        return client;
    }
}
