package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.it.TlsCertificates;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections with TLS, raced for on real sockets. */
class TlsDialerTest {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EventLoopGroup group = EventLoops.newLoop("tls-test");

    private final EventLoop loop = group.next();

    private final TlsVisitor visitor = new TlsVisitor();

    private TlsDialer dialer;

    @AfterEach
    void end() {
        if (dialer != null) {
            dialer.close();
        }
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static TlsOptions.Builder trusting() {
        return TlsOptions.builder().trustPem(CERTIFICATES.ca());
    }

    private Connector connector(TlsOptions options) {
        dialer = new TlsDialer(loop, new TlsContexts(options, "tls-test"), "tls-test");
        return new ConnectionRace(loop, dialer);
    }

    private Connector.Attempt connect(TlsOptions options, Duration timeout, Endpoint... endpoints) {
        return connector(options).connect(List.of(endpoints), timeout, visitor);
    }

    /** A server that speaks TLS before it follows the script. */
    private static ScriptedServer secure(SecureScript script) {
        SSLContext context = TlsMaterial.load(TlsOptions.builder()
                .keyPem(CERTIFICATES.server().chain(), CERTIFICATES.server().key())
                .build());
        return new ScriptedServer(plain -> {
            SSLSocketFactory factory = context.getSocketFactory();
            try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, null, true)) {
                return script.run(socket);
            }
        });
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static Endpoint named(String name, ScriptedServer server) {
        ServerAddress address = new ServerAddress(name, server.address().port());
        return new Endpoint(address, server.endpoint().address());
    }

    @Nested
    class Bytes {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void thatTheServerSendsAtOnceAreNotLost(String protocol) throws Exception {
            try (ScriptedServer server = secure(socket -> {
                ScriptedServer.write(socket, "welcome");
                return ScriptedServer.read(socket, 4);
            })) {
                connect(trusting().protocols(protocol).build(), TIMEOUT, server.endpoint());
                assertThat(get(visitor.greeting)).isEqualTo("welcome");
                Channel channel = get(visitor.winner);
                channel.writeAndFlush(channel.alloc().buffer().writeBytes("ruok".getBytes(StandardCharsets.US_ASCII)));
                assertThat(get(server.outcome)).isEqualTo("ruok");
            }
        }

        @Test
        void areNotReadBeforeTheListenerWantsThem() throws Exception {
            try (ScriptedServer server = secure(socket -> {
                socket.startHandshake();
                return ScriptedServer.readToEnd(socket);
            })) {
                visitor.reads = false;
                connect(trusting().build(), TIMEOUT, server.endpoint());
                assertThat(get(visitor.winner).config().isAutoRead()).isFalse();
            }
        }

        @Test
        void thatWaitMakeTheChannelUnwritableUntilTheyAreGone() throws Exception {
            CompletableFuture<Void> read = new CompletableFuture<>();
            int size = 4 << 20;
            try (ScriptedServer server = secure(socket -> {
                socket.startHandshake();
                read.join();
                return Integer.toString(socket.getInputStream().readNBytes(size).length);
            })) {
                connect(trusting().build(), TIMEOUT, server.endpoint());
                Channel channel = get(visitor.winner);
                boolean writable = loop.submit(() -> {
                            channel.write(channel.alloc().buffer(size).writeZero(size));
                            return channel.isWritable();
                        })
                        .get(10, TimeUnit.SECONDS);
                assertThat(writable).isFalse();
                channel.flush();
                read.complete(null);
                assertThat(get(server.outcome)).isEqualTo(Integer.toString(size));
                get(visitor.writableAgain);
            }
        }
    }

    @Nested
    class TheRace {

        @Test
        void isWonByTheFirstThatIsDoneWithTls() throws Exception {
            try (ScriptedServer silent = new ScriptedServer(ScriptedServer::readToEnd);
                    ScriptedServer secure = secure(ScriptedServer::readToEnd)) {
                connect(trusting().build(), TIMEOUT, silent.endpoint(), secure.endpoint());
                assertThat(get(visitor.winner).remoteAddress())
                        .isEqualTo(secure.endpoint().address());
                // The loser is closed, so the silent server sees the end of it.
                get(silent.outcome);
            }
        }

        @Test
        void goesOnAfterARefusedPort() throws Exception {
            Endpoint refusing = ScriptedServer.endpoint(ScriptedServer.refusing());
            try (ScriptedServer secure = secure(ScriptedServer::readToEnd)) {
                connect(trusting().build(), TIMEOUT, refusing, secure.endpoint());
                get(visitor.winner);
                assertThat(visitor.failures).containsExactly("connection refused");
            }
        }

        @Test
        void canBeCancelledInTheMiddleOfAHandshake() throws Exception {
            CompletableFuture<Void> began = new CompletableFuture<>();
            try (ScriptedServer silent = new ScriptedServer(socket -> {
                socket.getInputStream().read();
                began.complete(null);
                return ScriptedServer.readToEnd(socket);
            })) {
                Connector.Attempt attempt = connect(trusting().build(), TIMEOUT, silent.endpoint());
                get(began);
                loop.execute(attempt::cancel);
                get(silent.outcome);
                loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
                assertThat(visitor.winner).isNotDone();
                assertThat(visitor.causes).isNotDone();
            }
        }
    }

    @Nested
    class Failures {

        private String failure(TlsOptions options, Duration timeout, Endpoint endpoint) throws Exception {
            connect(options, timeout, endpoint);
            assertThat(get(visitor.causes)).containsOnlyKeys(endpoint);
            return visitor.failures.peek();
        }

        @Test
        void areASilentServer() throws Exception {
            try (ScriptedServer silent = new ScriptedServer(ScriptedServer::readToEnd)) {
                assertThat(failure(trusting().build(), Duration.ofMillis(300), silent.endpoint()))
                        .startsWith("TLS handshake not done after 300 ms");
                get(silent.outcome);
            }
        }

        @Test
        void areAServerThatHangsUp() throws Exception {
            try (ScriptedServer closing = new ScriptedServer(socket -> {
                socket.getInputStream().read(new byte[4096]);
                return "";
            })) {
                assertThat(failure(trusting().build(), TIMEOUT, closing.endpoint()))
                        .startsWith("connection closed by the server at the first word of TLS");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 400 Bad Request\r\n\r\n",
                    "This ZooKeeper instance is not currently serving requests"
                })
        void areAServerThatSpeaksSomethingElse(String answer) throws Exception {
            try (ScriptedServer plain = new ScriptedServer(socket -> {
                socket.getInputStream().read(new byte[4096]);
                ScriptedServer.write(socket, answer);
                return ScriptedServer.readToEnd(socket);
            })) {
                assertThat(failure(trusting().build(), TIMEOUT, plain.endpoint()))
                        .isIn(
                                "an HTTP server answered, not ZooKeeper",
                                "server answered something else than TLS; is this its plain port? TLS goes to "
                                        + "secureClientPort");
            }
        }

        @ParameterizedTest
        @ValueSource(bytes = {40, 42, 46, 70, 112, 80})
        void areAlerts(byte alert) throws Exception {
            try (ScriptedServer alerting = new ScriptedServer(socket -> {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, alert});
                return ScriptedServer.readToEnd(socket);
            })) {
                String expected = switch (alert) {
                    case 40, 70 -> "no TLS version or cipher suite in common";
                    case 42 -> "server wants a client certificate, and none is set";
                    case 46 -> "server refuses this client's certificate (alert certificate_unknown)";
                    case 112 -> "server does not know the name 127.0.0.1";
                    default -> "server ended TLS with alert internal_error";
                };
                assertThat(failure(trusting().build(), TIMEOUT, alerting.endpoint()))
                        .contains(expected);
            }
        }

        @Test
        void areAServerWithAnotherName() throws Exception {
            try (ScriptedServer server = secure(ScriptedServer::readToEnd)) {
                assertThat(failure(trusting().build(), TIMEOUT, named("zk1.example", server)))
                        .contains("not for zk1.example", "it is for localhost, 127.0.0.1.");
            }
        }
    }

    @Nested
    class TheName {

        private List<String> shown(String name) throws Exception {
            CompletableFuture<List<String>> names = new CompletableFuture<>();
            try (ScriptedServer server = secure(socket -> {
                socket.startHandshake();
                names.complete(((ExtendedSSLSession) socket.getSession())
                        .getRequestedServerNames().stream().map(String::valueOf).toList());
                return ScriptedServer.readToEnd(socket);
            })) {
                connect(trusting().verifyHostname(false).build(), TIMEOUT, named(name, server));
                return get(names);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"localhost", "zk1.example", "zk1.example."})
        void isShownToTheServer(String name) throws Exception {
            String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            assertThat(shown(name)).singleElement().asString().contains("value=" + plain);
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "::1", "zk_1"})
        void isNotShownIfItIsNone(String name) throws Exception {
            assertThat(shown(name)).isEmpty();
        }
    }

    @Nested
    class Threads {

        @Test
        void ofTheLoopReadNoFilesAndCheckNoCertificates() throws Exception {
            Queue<String> threads = new ConcurrentLinkedQueue<>();
            SSLContext context = WatchedTrust.context(threads);
            TlsOptions options = TlsOptions.builder()
                    .sslContext(() -> {
                        threads.add(Thread.currentThread().getName());
                        return context;
                    })
                    .verifyHostname(false)
                    .build();
            try (ScriptedServer server = secure(ScriptedServer::readToEnd)) {
                Connector connector = connector(options);
                assertThat(threads).containsExactly(Thread.currentThread().getName());
                threads.clear();
                connector.connect(List.of(server.endpoint()), TIMEOUT, visitor);
                get(visitor.winner);
                assertThat(threads).hasSize(2).allMatch(name -> name.matches("tls-test-tls-\\d"));
            }
        }
    }

    @Nested
    class Words {

        private CompletableFuture<String> ask(ScriptedServer server) {
            HostResolver resolver = new HostResolver("tls-test");
            FourLetterWordClient client = new FourLetterWordClient(
                    loop, resolver, connector(trusting().build()), TIMEOUT, TIMEOUT, 1024);
            return client.send("ruok", server.address()).whenComplete((answer, failure) -> resolver.close());
        }

        @Test
        void areAnsweredInFullWhenTlsEnds() throws Exception {
            try (ScriptedServer server = secure(socket -> {
                String word = ScriptedServer.read(socket, 4);
                ScriptedServer.write(socket, "imok");
                return word;
            })) {
                assertThat(get(ask(server))).isEqualTo("imok");
            }
        }

        @Test
        void areCutWhenOnlyTheConnectionEnds() throws Exception {
            CompletableFuture<Socket> under = new CompletableFuture<>();
            SSLContext context = TlsMaterial.load(TlsOptions.builder()
                    .keyPem(CERTIFICATES.server().chain(), CERTIFICATES.server().key())
                    .build());
            try (ScriptedServer server = new ScriptedServer(plain -> {
                under.complete(plain);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
                ScriptedServer.read(socket, 4);
                ScriptedServer.write(socket, "imo");
                plain.shutdownOutput();
                return ScriptedServer.readToEnd(plain);
            })) {
                assertThat(ask(server))
                        .failsWithin(10, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("connection cut");
            }
        }
    }

    /** What a server with TLS does to its visitor. */
    @FunctionalInterface
    private interface SecureScript {

        String run(SSLSocket socket) throws IOException;
    }
}
