package dev.zkspring.boot.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import dev.zkspring.client.data.ServerAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedZkServerIT {

    private @Nullable EmbeddedZkServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private EmbeddedZkServer start(int port, @Nullable Path data) {
        server = new EmbeddedZkServer(new EmbeddedZkProperties(true, port, "127.0.0.1", data));
        server.start();
        return server;
    }

    private static String ask(ServerAddress address, String word) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.getOutputStream().write(word.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Nested
    class Running {

        @Test
        void answersTheAllowedWordsAndNoOthers() throws Exception {
            ServerAddress address = start(0, null).address();

            assertThat(ask(address, "ruok")).isEqualTo("imok");
            assertThat(ask(address, "isro")).isEqualTo("rw");
            assertThat(ask(address, "mntr")).contains("zk_server_state\tstandalone");
            assertThat(ask(address, "srvr")).contains("Mode: standalone");
            assertThat(ask(address, "conf")).contains("not in the whitelist");
        }

        @Test
        void announcesItselfAsForDevelopmentOnly(CapturedOutput output) {
            ServerAddress address = start(0, null).address();

            assertThat(output)
                    .containsPattern("WARN .*Embedded ZooKeeper server on " + address + ".*for development only");
        }

        @Test
        void releasesPortAndTemporaryDataWhenStopped(CapturedOutput output) {
            EmbeddedZkServer running = start(0, null);
            ServerAddress address = running.address();
            Path data = Path.of(output.getOut().replaceFirst("(?s).*data in (\\S+):.*", "$1"));
            assertThat(data).isDirectory();

            running.stop();
            running.stop();

            assertThat(running.isRunning()).isFalse();
            assertThat(data).doesNotExist();
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> ask(address, "ruok"));
            assertThatThrownBy(running::address).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void startsAgainOnTheSamePortWithTheSameData(@TempDir Path directory) throws Exception {
            Path data = directory.resolve("not/there/yet");
            int port = start(0, data).address().port();
            ask(server.address(), "srvr");
            server.stop();
            assertThat(data).isNotEmptyDirectory();

            EmbeddedZkServer again = start(port, data);

            assertThat(again.address().port()).isEqualTo(port);
            assertThat(ask(again.address(), "ruok")).isEqualTo("imok");
        }
    }

    @Nested
    class Failing {

        @Test
        void explainsAPortThatIsUsed() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                int port = taken.getLocalPort();

                assertThatExceptionOfType(EmbeddedZkServerException.class)
                        .isThrownBy(() -> start(port, null))
                        .withMessageContainingAll("port " + port + " of 127.0.0.1", "in use")
                        .satisfies(failure -> assertThat(failure.action())
                                .contains("zk.embedded.enabled=false", "zk.hosts=127.0.0.1:" + port));
            }
        }

        @Test
        void leavesNothingBehindAndCanStartLater() throws Exception {
            int port;
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                port = taken.getLocalPort();
                assertThatThrownBy(() -> start(port, null)).isInstanceOf(EmbeddedZkServerException.class);
                assertThat(server.isRunning()).isFalse();
            }

            server.start();

            assertThat(ask(server.address(), "ruok")).isEqualTo("imok");
        }

        @Test
        void explainsADirectoryThatCannotBeUsed(@TempDir Path directory) throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThatExceptionOfType(EmbeddedZkServerException.class)
                    .isThrownBy(() -> start(0, file))
                    .withMessageContaining(file.toString())
                    .satisfies(failure -> assertThat(failure.action()).contains("zk.embedded.data-dir"));
        }
    }

    @Nested
    class AutoConfigured {

        private final ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EmbeddedZkServerAutoConfiguration.class))
                .withPropertyValues("zk.embedded.enabled=true");

        @Test
        void publishesTheRealPortAndStopsWithTheContext() {
            runner.run(context -> {
                ServerAddress address = context.getBean(EmbeddedZkServer.class).address();
                assertThat(context.getBean(ZkConnectionDetails.class).getHosts())
                        .containsExactly(address.toString());
                assertThat(ask(address, "ruok")).isEqualTo("imok");

                context.close();

                assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> ask(address, "ruok"));
            });
        }

        @Test
        void namesALoopbackAddressWhenItListensOnAll() {
            runner.withPropertyValues("zk.embedded.address=0.0.0.0")
                    .run(context -> assertThat(context.getBean(EmbeddedZkServer.class)
                                    .address()
                                    .host())
                            .isEqualTo("127.0.0.1"));
        }
    }
}
