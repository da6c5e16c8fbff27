package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.it.CuttingProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The fixtures do what the tests believe that they do. */
class FixturesIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    @Nested
    class Server {

        @Test
        void isTheNewestVersionUnlessAnotherOneIsChosen() {
            assertThat(zk.server().line("srvr", "Zookeeper version:")).startsWith(ServerVersions.NEWEST + "-");
        }

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void isTheVersionThatWasChosenAndKeepsTheSettings(String version) {
            try (ZkServer server =
                    ZkServer.builder("version").version(version).build().start()) {
                assertThat(server.line("srvr", "Zookeeper version:")).startsWith(version + "-");
                assertThat(server.command("conf")).contains("tickTime=200\n", "maxClientCnxns=0\n");
                assertThat(server.command("ruok")).isEqualTo("imok");
            }
        }

        @Test
        void keepsItsDataAcrossAKill() {
            String root = zk.root();
            zk.server().restart();
            assertThat(zk.peer().exists(root)).isNotNull();
        }

        @Test
        void losesItsDataByAWipe() {
            String root = zk.root();
            zk.server().wipe();
            zk.server().start();
            try (Peer peer = Peer.connect(zk.server().address())) {
                assertThat(peer.exists(root)).isNull();
            }
        }

        @Test
        void answersNothingWhilePaused() throws IOException {
            zk.server().pause();
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), zk.server().port())) {
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(200);
                assertThat(readOrTimeout(socket)).isEqualTo("timeout");
                zk.server().resume();
                socket.setSoTimeout(5_000);
                assertThat(readOrTimeout(socket)).isEqualTo("imok");
            }
        }

        @Test
        void endsWithAKillAndWithAStop() {
            zk.server().kill();
            assertThat(zk.server().isRunning()).isFalse();
            zk.server().start();
            zk.server().stop();
            assertThat(zk.server().isRunning()).isFalse();
        }
    }

    @Nested
    class Ensemble {

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void formsAQuorumOfTheChosenVersion(String version) {
            try (ZkEnsemble ensemble = ZkEnsemble.of("fixture", 3, settings -> settings.version(version))
                    .start()) {
                assertThat(ensemble.servers())
                        .extracting(server -> server.line("srvr", "Mode:"))
                        .containsOnlyOnce("leader")
                        .containsOnly("leader", "follower");
                assertThat(ensemble.servers())
                        .allSatisfy(server -> assertThat(server.line("srvr", "Zookeeper version:"))
                                .startsWith(version + "-"));
            }
        }
    }

    @Nested
    class Proxy {

        @Test
        void passesBytesBothWaysAndCountsThem() throws IOException {
            assertThat(FourLetterWord.ask(zk.proxy().port(), "ruok")).isEqualTo("imok");
            assertThat(zk.proxy().bytes(Direction.TO_SERVER)).isEqualTo(4);
            assertThat(zk.proxy().bytes(Direction.TO_CLIENT)).isEqualTo(4);
            assertThat(zk.proxy().accepted()).isEqualTo(1);
            await().until(() -> zk.proxy().open() == 0);
        }

        @Test
        void holdsBytesBackUntilHealed() throws IOException {
            zk.proxy().stall(Direction.TO_SERVER);
            try (Socket socket = connect()) {
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(200);
                assertThat(readOrTimeout(socket)).isEqualTo("timeout");
                zk.proxy().heal();
                socket.setSoTimeout(5_000);
                assertThat(readOrTimeout(socket)).isEqualTo("imok");
            }
        }

        @Test
        void losesBytesAndClosesTheLinkWhenHealed() throws IOException {
            zk.proxy().blackHole();
            try (Socket socket = connect()) {
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(200);
                assertThat(readOrTimeout(socket)).isEqualTo("timeout");
                zk.proxy().heal();
                socket.setSoTimeout(5_000);
                assertThat(readOrTimeout(socket)).isIn("", "broken");
            }
        }

        @Test
        void cutsAndRefuses() throws IOException {
            try (Socket socket = connect()) {
                await().until(() -> zk.proxy().open() == 1);
                zk.proxy().refuse();
                assertThat(readOrTimeout(socket)).isIn("", "broken");
            }
            assertThat(Ports.listen(zk.proxy().port())).satisfies(socket -> socket.close());
            zk.proxy().heal();
            assertThat(FourLetterWord.ask(zk.proxy().port(), "ruok")).isEqualTo("imok");
        }

        private Socket connect() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), zk.proxy().port());
        }
    }

    private static String readOrTimeout(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
        } catch (java.net.SocketTimeoutException e) {
            return "timeout";
        } catch (SocketException e) {
            return "broken";
        }
    }
}
