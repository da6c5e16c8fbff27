package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.it.CuttingProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
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

        @Test
        void losesBytesInOneDirectionOnly() throws IOException {
            zk.proxy().blackHole(Direction.TO_CLIENT);
            try (Socket socket = connect()) {
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                await().until(() -> zk.proxy().bytes(Direction.TO_CLIENT) == 4);
                socket.setSoTimeout(200);
                assertThat(readOrTimeout(socket)).isEqualTo("timeout");
                zk.proxy().heal();
                socket.setSoTimeout(5_000);
                assertThat(readOrTimeout(socket)).isIn("", "broken");
            }
        }

        @Test
        void tellsWhetherAllIsWell() {
            assertThat(zk.proxy().isHealed()).isTrue();
            List<Consumer<CuttingProxy>> faults = List.of(
                    CuttingProxy::refuse,
                    CuttingProxy::blackHole,
                    proxy -> proxy.stall(Direction.TO_CLIENT),
                    proxy -> proxy.delay(Duration.ofMillis(1)),
                    proxy -> proxy.throttle(1),
                    proxy -> proxy.split(1),
                    proxy -> proxy.corrupt(1));
            assertThat(faults).allSatisfy(fault -> {
                fault.accept(zk.proxy());
                assertThat(zk.proxy().isHealed()).isFalse();
                zk.proxy().heal();
                assertThat(zk.proxy().isHealed()).isTrue();
            });
        }
    }

    @Nested
    class SlowProxy {

        /** Sends back what comes through the proxy, so that each byte passes it twice. */
        private ServerSocket echo;

        private CuttingProxy proxy;

        @BeforeEach
        void start() {
            int port = Ports.free();
            echo = zk.closeLater(Ports.listen(port));
            proxy = zk.closeLater(new CuttingProxy(port));
            Thread thread = new Thread(this::answer, "echo");
            thread.setDaemon(true);
            thread.start();
        }

        private void answer() {
            while (!echo.isClosed()) {
                answerOne();
            }
        }

        private void answerOne() {
            try (Socket socket = echo.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // The test is over.
            }
        }

        private byte[] exchange(byte[] bytes) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                socket.getOutputStream().write(bytes);
                return socket.getInputStream().readNBytes(bytes.length);
            }
        }

        private static byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            new Random(1).nextBytes(bytes);
            return bytes;
        }

        private static Duration timeOf(Executable action) throws Throwable {
            long start = System.nanoTime();
            action.execute();
            return Duration.ofNanos(System.nanoTime() - start);
        }

        @Test
        void delaysInBothDirections() throws Throwable {
            proxy.delay(Duration.ofMillis(100));
            Duration taken = timeOf(() -> assertThat(exchange(bytes(10))).isEqualTo(bytes(10)));
            assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }

        @Test
        void letsFewBytesPassPerSecond() throws Throwable {
            proxy.throttle(10_000);
            Duration taken = timeOf(() -> assertThat(exchange(bytes(3_000))).isEqualTo(bytes(3_000)));
            assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(280));
        }

        @Test
        void passesTheSameBytesInPieces() throws IOException {
            proxy.split(3);
            assertThat(exchange(bytes(10_000))).isEqualTo(bytes(10_000));
        }

        @Test
        void changesSomeBytesAndNotTheirNumber() throws IOException {
            proxy.corrupt(100);
            byte[] sent = bytes(20_000);
            byte[] received = exchange(sent);
            long changed = IntStream.range(0, sent.length)
                    .filter(i -> sent[i] != received[i])
                    .count();
            assertThat(changed).isBetween(100L, 2_000L);
        }

        @Test
        void changesTheSameBytesOfTheSameLinksAfterTheSameSeed() throws IOException {
            proxy.corrupt(10);
            proxy.seed(7);
            List<byte[]> first = List.of(exchange(bytes(500)), exchange(bytes(500)));
            proxy.seed(7);
            List<byte[]> second = List.of(exchange(bytes(500)), exchange(bytes(500)));

            assertThat(second).usingElementComparator(Arrays::compare).containsExactlyElementsOf(first);
            assertThat(first.get(0)).isNotEqualTo(first.get(1));
            assertThat(proxy.corrupted()).isGreaterThan(100);
        }
    }

    private static Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), zk.proxy().port());
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
