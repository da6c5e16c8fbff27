package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.RequestTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four-letter words to all servers of an ensemble. */
class CommandAllIT {

    private static final ZkEnsemble ensemble = ZkEnsemble.of("all", 3);

    private final ZkClient client = ZkClient.builder().hosts(ensemble.hosts()).build();

    @BeforeAll
    static void startServers() {
        ensemble.start();
    }

    @AfterAll
    static void endServers() {
        ensemble.close();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private static ServerAddress address(int index) {
        return new ServerAddress("127.0.0.1", ensemble.server(index).port());
    }

    @Test
    void everyServerAnswersForItselfBeforeTheClientHasStarted() {
        Map<ServerAddress, CommandAnswer> answers = client.commandAll(FourLetterWord.SRVR);

        assertThat(answers).containsOnlyKeys(address(0), address(1), address(2));
        assertThat(answers.keySet()).containsExactlyElementsOf(client.hosts());
        assertThat(answers.values().stream()
                        .map(answer -> ServerStats.parse(answer.orThrow()).mode()))
                .containsExactlyInAnyOrder(ServerMode.LEADER, ServerMode.FOLLOWER, ServerMode.FOLLOWER);
    }

    @Test
    void theLeaderCountsItsLearners() {
        Map<ServerAddress, CommandAnswer> answers = client.commandAll(FourLetterWord.MNTR, Duration.ofSeconds(20));

        ServerMetrics leader = answers.values().stream()
                .map(answer -> ServerMetrics.parse(answer.orThrow()))
                .filter(metrics -> metrics.mode() == ServerMode.LEADER)
                .findFirst()
                .orElseThrow();
        assertThat(leader.learners()).hasValue(2);
        assertThat(leader.syncedFollowers()).hasValue(2);
        assertThat(leader.quorumSize()).hasValue(3);
    }

    @Test
    void theConnectedServerIsAskedIfNoneIsNamed() {
        client.start();

        ServerStats stats = client.serverStats();

        assertThat(stats.mode())
                .isEqualTo(client.serverStats(Objects.requireNonNull(client.server()))
                        .mode());
        assertThat(client.command(FourLetterWord.CONS)).contains("sid=" + Objects.requireNonNull(client.sessionId()));
    }

    @Test
    void deadAndFrozenServersDoNotKeepTheOthersWaiting() {
        ensemble.server(0).kill();
        ensemble.server(1).pause();
        try {
            Map<ServerAddress, CommandAnswer> answers = client.commandAll(FourLetterWord.RUOK, Duration.ofSeconds(1));

            assertThat(answers.get(address(0)).failure()).isInstanceOf(ConnectionLossException.class);
            assertThat(answers.get(address(1)).failure())
                    .isInstanceOf(RequestTimeoutException.class)
                    .hasMessageContaining("the answer took longer than 1000 ms");
            assertThatThrownBy(() -> answers.get(address(1)).orThrow()).isInstanceOf(RequestTimeoutException.class);
            assertThat(answers.get(address(2))).isEqualTo(CommandAnswer.of("imok"));
        } finally {
            ensemble.server(1).resume();
            ensemble.start();
        }
    }

    @Test
    void aClosedClientAsksNobody() {
        client.close();

        assertThat(client.commandAll(FourLetterWord.RUOK).values())
                .hasSize(3)
                .allMatch(answer -> answer.failure() instanceof ClientClosedException);
    }

    @Test
    void aLimitMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.commandAll(FourLetterWord.RUOK, Duration.ZERO))
                .withMessage("time limit of ruok: PT0S (expected: above 0, at most 24 h)");
    }
}
