package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.NotServingException;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.error.UnknownWordException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Four-letter words to servers of every release line, by a client that has no session. */
class CommandVersionsIT {

    private static final String VERSIONS = "dev.zkspring.client.it.ServerVersions#ALL";

    private final ZkClient client = ZkClient.builder().build();

    private static ServerAddress address(ZkServer server) {
        return new ServerAddress("127.0.0.1", server.port());
    }

    private static ServerVersion parsed(String version) {
        return ServerVersion.parse("zk_version\t" + version).orElseThrow();
    }

    @ParameterizedTest
    @FieldSource(VERSIONS)
    void everyWordIsAnsweredOrUnknown(String version) {
        try (client;
                ZkServer server = ZkServer.builder("words").version(version).build()) {
            server.start();
            for (FourLetterWord word : FourLetterWord.values()) {
                if (word.isKnownTo(parsed(version)) || word == FourLetterWord.HASH) {
                    assertThat(client.command(word, address(server)))
                            .as("%s", word)
                            .isNotNull();
                } else {
                    assertThat(catchThrowable(() -> client.command(word, address(server))))
                            .as("%s", word)
                            .isInstanceOf(UnknownWordException.class);
                }
            }
            ServerStats stats = client.serverStats(address(server));
            ServerMetrics metrics = client.metrics(address(server));
            assertThat(stats.version()).isEqualTo(parsed(version));
            assertThat(metrics.version()).contains(parsed(version));
            assertThat(stats.mode()).isEqualTo(ServerMode.STANDALONE).isEqualTo(metrics.mode());
            assertThat(metrics.znodeCount()).hasValue(stats.nodeCount());
            assertThat(metrics.aliveConnections()).isPresent();
            assertThat(metrics.avgLatency()).isPresent();
        }
    }

    @ParameterizedTest
    @FieldSource(VERSIONS)
    void withoutAWhitelistTheServersVersionDecides(String version) {
        try (client;
                ZkServer server = ZkServer.builder("default")
                        .version(version)
                        .defaultWhitelist()
                        .build()) {
            server.start();
            List<FourLetterWord> answered = new ArrayList<>();
            for (FourLetterWord word : FourLetterWord.values()) {
                Throwable failure = catchThrowable(() -> client.command(word, address(server)));
                boolean known = word.isKnownTo(parsed(version));
                if (failure == null && known) {
                    answered.add(word);
                } else if (known) {
                    assertThat(failure).as("%s", word).isInstanceOf(NotWhitelistedException.class);
                }
            }
            assertThat(answered).allMatch(word -> word.isAllowedByDefault(parsed(version)));
            assertThat(FourLetterWord.values())
                    .filteredOn(word -> word.isAllowedByDefault(parsed(version)))
                    .containsExactlyElementsOf(answered);
        }
    }

    @ParameterizedTest
    @FieldSource(VERSIONS)
    void aServerWithoutItsQuorumIsNotServingButAlive(String version) {
        try (client;
                ZkEnsemble ensemble = ZkEnsemble.of("lonely", 3, settings -> settings.version(version))) {
            ZkServer server = ensemble.server(0);
            server.launch();
            Awaitility.await()
                    .until(() ->
                            catchThrowable(() -> client.serverStats(address(server))) instanceof NotServingException);
            assertThat(client.command(FourLetterWord.RUOK, address(server))).isEqualTo("imok");
            assertThat(client.command(FourLetterWord.ISRO, address(server))).isEqualTo("null");
        }
    }
}
