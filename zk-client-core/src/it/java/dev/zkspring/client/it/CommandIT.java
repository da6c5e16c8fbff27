package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.MalformedAnswerException;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.UnknownWordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four-letter words. */
class CommandIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private static ServerAddress address(int port) {
        return new ServerAddress("127.0.0.1", port);
    }

    @Nested
    class Answers {

        @Test
        void areWhatTheServerSays() {
            ZkClient client = zk.client();
            assertThat(client.command("ruok")).isEqualTo("imok");
            assertThat(client.command("srvr")).contains("Zookeeper version: 3.9.5", "Mode: standalone", "Node count:");
            assertThat(client.command("mntr")).contains("zk_version\t3.9.5", "zk_server_state\tstandalone");
            assertThat(client.async().command("ruok").join()).isEqualTo("imok");
        }

        @Test
        void areCompleteHoweverLong() {
            ZkClient client = zk.client();
            String root = zk.root();
            List<CompletableFuture<?>> watched = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                watched.add(client.async().exists(root + "/" + "n".repeat(100) + i, event -> {}));
            }
            watched.forEach(CompletableFuture::join);
            String answer = client.command("wchp");
            assertThat(answer.lines().filter(line -> line.startsWith(root))).hasSize(5_000);
            assertThat(answer).hasSameSizeAs(zk.server().command("wchp"));
            assertThat(client.command(FourLetterWord.WCHC)
                            .lines()
                            .filter(line -> line.strip().startsWith(root)))
                    .hasSize(5_000);
        }

        @Test
        void ofThousandsOfEphemeralNodesAreComplete() {
            ZkClient client = zk.client();
            String root = zk.root();
            List<CompletableFuture<?>> created = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                created.add(client.async().create(root + "/" + i, null, CreateMode.EPHEMERAL));
            }
            created.forEach(CompletableFuture::join);
            assertThat(client.command(FourLetterWord.DUMP)
                            .lines()
                            .filter(line -> line.strip().startsWith(root)))
                    .hasSize(5_000);
        }

        @Test
        void areReadAsStatisticsAndMetrics() {
            ZkClient client = zk.client();
            client.create(zk.root() + "/a", null, CreateMode.EPHEMERAL);
            ServerStats stats = client.serverStats();
            ServerMetrics metrics = client.metrics();
            assertThat(stats.version()).hasToString("3.9.5");
            assertThat(stats.mode()).isEqualTo(ServerMode.STANDALONE);
            assertThat(stats.zxid()).isEqualTo(client.lastZxid());
            assertThat(stats.received()).isPositive();
            assertThat(metrics.version()).contains(stats.version());
            assertThat(metrics.mode()).isEqualTo(ServerMode.STANDALONE);
            assertThat(metrics.znodeCount()).hasValue(stats.nodeCount());
            assertThat(metrics.ephemeralsCount()).hasValue(1);
            assertThat(metrics.learners()).isEmpty();
            ServerAddress server = address(zk.server().port());
            assertThat(client.serverStats(server).mode()).isEqualTo(ServerMode.STANDALONE);
            assertThat(client.metrics(server).values())
                    .containsOnlyKeys(metrics.values().keySet());
        }

        @Test
        void completeWhereTheClientsFuturesDo() {
            ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
            zk.closeLater(executor::shutdownNow);
            ZkClient client = zk.client(settings -> settings.completeOn(executor));
            CompletableFuture<String> thread = client.async()
                    .commandAll(FourLetterWord.RUOK)
                    .thenApply(answers -> Thread.currentThread().getName());
            assertThat(thread)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isIn("mine", Thread.currentThread().getName());
            assertThat(client.async().metrics()).succeedsWithin(Duration.ofSeconds(10));
        }

        @Test
        void areNotWaitedForWhenNobodyWantsThem() {
            ZkClient client = zk.client();
            zk.proxy().stall(CuttingProxy.Direction.TO_CLIENT);
            CompletableFuture<ServerMetrics> metrics =
                    client.async().metrics(address(zk.proxy().port()));
            await().until(() -> zk.proxy().open() == 1);
            metrics.cancel(false);
            await().until(() -> zk.proxy().open() == 0);
        }

        @Test
        void needNoSession() {
            ZkClient client = zk.unstarted("127.0.0.1:" + Ports.free(), settings -> settings);
            assertThat(client.command("ruok", address(zk.server().port()))).isEqualTo("imok");
        }
    }

    @Nested
    class Errors {

        @Test
        void nameAWordThatIsNotInTheWhitelist() {
            try (ZkServer strict = ZkServer.builder("strict").whitelist("srvr").build()) {
                strict.start();
                ZkClient client = zk.unstarted(strict.address(), settings -> settings);
                client.start();
                assertThatThrownBy(() -> client.command("ruok"))
                        .isInstanceOf(NotWhitelistedException.class)
                        .hasMessageContaining("ruok");
                assertThatThrownBy(client::metrics).isInstanceOf(NotWhitelistedException.class);
                assertThat(client.command("srvr")).contains("Mode: standalone");
                assertThat(client.serverStats().mode()).isEqualTo(ServerMode.STANDALONE);
                client.close();
            }
        }

        @Test
        void sayThatThereIsNoConnection() {
            ZkClient client = zk.unstarted(zk.server().address(), settings -> settings);
            assertThatThrownBy(() -> client.command("ruok")).isInstanceOf(ConnectionLossException.class);
        }

        @Test
        void sayThatTheServerCannotBeAsked() {
            ZkClient client = zk.client();
            assertThatThrownBy(() -> client.command("ruok", address(Ports.free())))
                    .isInstanceOf(ConnectionLossException.class);
        }

        @Test
        void sayThatTheServerDoesNotAnswer() {
            StrangePort silent = zk.closeLater(StrangePort.silent());
            ZkClient client = zk.client(settings -> settings.requestTimeout(Duration.ofMillis(300)));
            assertThatThrownBy(() -> client.command("ruok", address(silent.port())))
                    .isInstanceOf(RequestTimeoutException.class);
        }

        @Test
        void nameTheLimitThatAnAnswerIsOver() {
            ZkClient client = zk.client(settings -> settings.maxResponseSize(1_024));
            assertThatThrownBy(client::metrics)
                    .isInstanceOf(ResponseTooLargeException.class)
                    .hasMessageContaining("more than 1024 bytes")
                    .hasMessageContaining("max-response-size");
            assertThat(client.isConnected()).isTrue();
        }

        @Test
        void nameTheServerThatAnsweredNonsense() {
            StrangePort http = zk.closeLater(StrangePort.http());
            ZkClient client = zk.client();
            assertThatThrownBy(() -> client.serverStats(address(http.port())))
                    .isInstanceOf(MalformedAnswerException.class)
                    .hasMessageContaining(http.address());
        }

        @Test
        void sayThatTheServerDoesNotKnowTheWord() {
            ZkClient client = zk.client();
            assertThatThrownBy(() -> client.command("nope")).isInstanceOf(UnknownWordException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ruo", "ruokk", "ru k", "rü\u00f6k", "r\nok"})
        void nameWhatIsNoWord(String word) {
            ZkClient client = zk.client();
            assertThatThrownBy(() -> client.command(word)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
