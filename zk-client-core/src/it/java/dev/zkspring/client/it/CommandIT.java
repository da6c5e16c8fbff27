package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.NotWhitelistedException;
import dev.zkspring.client.error.RequestTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
                assertThat(client.command("srvr")).contains("Mode: standalone");
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
            ZkClient client = zk.client(settings -> settings.connectTimeout(Duration.ofMillis(300)));
            assertThatThrownBy(() -> client.command("ruok", address(silent.port())))
                    .isInstanceOf(RequestTimeoutException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ruo", "ruokk", "ru k", "rü\u00f6k", "r\nok"})
        void nameWhatIsNoWord(String word) {
            ZkClient client = zk.client();
            assertThatThrownBy(() -> client.command(word)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
