package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import dev.zkspring.client.it.TlsCertificates.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, clients and networks that do not go together over TLS, and what the client says about it. */
class TlsRefusalIT {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static final Identity CLIENT = CERTIFICATES.client();

    private static final SecureServer STRICT = new SecureServer("tls-refusing", "need", settings -> settings);

    @BeforeAll
    static void start() {
        STRICT.start();
    }

    @AfterEach
    void endTest() {
        STRICT.endTest();
    }

    @AfterAll
    static void stop() {
        STRICT.close();
    }

    private static TlsOptions.Builder trusting() {
        return TlsOptions.builder().trustPem(CERTIFICATES.ca());
    }

    private static TlsOptions.Builder mutual() {
        return trusting().keyPem(CLIENT.chain(), CLIENT.key());
    }

    private static String reason(TlsOptions.Builder tls) {
        return reason(STRICT.address(), settings -> settings.tls(tls.build()));
    }

    /** The reason for the only host of a client, which must be the same in the state and in the exception. */
    private static String reason(ServerAddress only, UnaryOperator<ZkClientBuilder> settings) {
        ZkClient client = STRICT.unstarted(only.toString(), settings);
        client.startAsync();
        await().until(() -> client.connectFailures().containsKey(only)
                && !client.connectFailures().get(only).contains("has not answered"));
        ConnectFailedException error =
                catchThrowableOfType(ConnectFailedException.class, () -> client.start(Duration.ofMillis(50)));
        Map<ServerAddress, String> failures = client.connectFailures();
        assertThat(error.getMessage()).contains(only.toString(), failures.get(only));
        return failures.get(only);
    }

    private static ServerAddress local(int port) {
        return new ServerAddress("localhost", port);
    }

    /** Checks what a client says about a server with another certificate. */
    private static void withServer(Identity identity, Runnable check) {
        STRICT.endTest();
        STRICT.plain().stop();
        STRICT.use(identity, CERTIFICATES.trustStore("PKCS12"));
        STRICT.start();
        try {
            check.run();
        } finally {
            STRICT.endTest();
            STRICT.plain().stop();
            STRICT.use(CERTIFICATES.server(), CERTIFICATES.trustStore("PKCS12"));
            STRICT.start();
        }
    }

    @Nested
    class AServerIsRefused {

        @Test
        void forAnotherName() {
            withServer(CERTIFICATES.elsewhere(), () -> {
                assertThat(reason(mutual()))
                        .contains("not for localhost", "zk1.example", "*.zk.example", "verifyHostname(false)");
                ZkClient lenient = STRICT.client(mutual().verifyHostname(false).build());
                assertThat(lenient.exists("/")).isNotNull();
            });
        }

        @Test
        void forAnExpiredCertificate() {
            withServer(
                    CERTIFICATES.expired(),
                    () -> assertThat(reason(mutual())).contains("expired (NotAfter", "renewed"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void forAnAuthorityThatNobodyKnows(String protocol) {
            assertThat(reason(TlsOptions.builder()
                            .trustPem(CERTIFICATES.strangeCa())
                            .keyPem(CLIENT.chain(), CLIENT.key())
                            .protocols(protocol)))
                    .contains(
                            "signed by nobody whom this client trusts",
                            CERTIFICATES.strangeCa().toString());
        }

        @Test
        void byTheDefaultsOfTheJvm() {
            assertThat(reason(STRICT.address(), settings -> settings.tls(TlsOptions.defaults())))
                    .contains("signed by nobody", "the certificates of the JVM");
        }
    }

    @Nested
    class AClientIsRefused {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void withoutACertificate(String protocol) {
            assertThat(reason(trusting().protocols(protocol)))
                    .contains("server wants a client certificate, and none is set", "ssl.clientAuth");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void withACertificateOfAnAuthorityThatTheServerDoesNotKnow(String protocol) {
            Identity strange = CERTIFICATES.strangeClient();
            assertThat(reason(trusting().keyPem(strange.chain(), strange.key()).protocols(protocol)))
                    .containsPattern(
                            "the given one is not signed by a CA that it accepts|refuses this client's certificate")
                    .contains("ssl.trustStore");
        }

        @Test
        void inACommandToo() {
            ZkClient client = STRICT.client(mutual().build());
            ZkClient nobody = STRICT.unstarted(trusting().build());
            assertThat(client.command("ruok")).isEqualTo("imok");
            assertThatThrownBy(() -> nobody.command("ruok", STRICT.address()))
                    .isInstanceOf(ConnectionLossException.class)
                    .hasMessageContaining("server wants a client certificate");
        }
    }

    @Nested
    class TheWrongPort {

        @Test
        void isAPlainOne() {
            assertThat(reason(local(STRICT.plain().port()), settings -> settings.tls(mutual().build())))
                    .contains("plain port", "secureClientPort");
        }

        @Test
        void isAPlainOneOfTheDefaultServer() {
            try (ZkServer plain = ZkServer.builder("tls-plain").build()) {
                plain.start();
                assertThat(reason(local(plain.port()), settings -> settings.tls(mutual().build())))
                        .contains("plain port", "secureClientPort");
            }
        }

        @Test
        void isOneForTls() {
            assertThat(reason(STRICT.address(), settings -> settings)).contains("TLS");
        }

        @Test
        void isAWebServer() {
            StrangePort http = STRICT.closeLater(StrangePort.http());
            assertThat(reason(local(http.port()), settings -> settings.tls(mutual().build())))
                    .contains("HTTP");
        }

        @Test
        void isOneThatSaysNothing() {
            StrangePort silent = STRICT.closeLater(StrangePort.silent());
            assertThat(reason(
                            local(silent.port()),
                            settings -> settings.connectTimeout(Duration.ofMillis(500))
                                    .tls(mutual().build())))
                    .contains("TLS handshake not done after 500 ms");
        }
    }

    @Nested
    class ANetwork {

        private CuttingProxy proxy;

        private ZkClient behindProxy() {
            proxy = STRICT.closeLater(new CuttingProxy(STRICT.port()));
            proxy.stall(Direction.TO_CLIENT);
            return STRICT.unstarted(
                    "localhost:" + proxy.port(),
                    settings -> settings.tls(mutual().build()).sessionTimeout(Duration.ofSeconds(30)));
        }

        @Test
        void mayCutAHandshake() {
            ZkClient client = behindProxy();
            client.startAsync();
            await().until(() -> proxy.bytes(Direction.TO_CLIENT) > 0);
            proxy.cut();
            await().until(() -> client.connectFailures().toString().contains("by the server"));
            proxy.heal();
            client.start();
            assertThat(client.exists("/")).isNotNull();
        }

        @Test
        void maySwallowAHandshake() {
            proxy = STRICT.closeLater(new CuttingProxy(STRICT.port()));
            proxy.blackHole();
            ZkClient client = STRICT.unstarted(
                    "localhost:" + proxy.port(),
                    settings -> settings.tls(mutual().build()).connectTimeout(Duration.ofMillis(500)));
            client.startAsync();
            await().until(() -> client.connectFailures().toString().contains("TLS handshake not done after 500 ms"));
            await().until(() -> proxy.open() <= 1);
            proxy.heal();
            client.start();
            assertThat(client.exists("/")).isNotNull();
        }

        @Test
        void thatIsSlowOnlyDelaysTheHandshake() {
            ZkClient client = behindProxy();
            client.startAsync();
            await().until(() -> proxy.bytes(Direction.TO_CLIENT) > 0);
            assertThat(client.isConnected()).isFalse();
            proxy.heal();
            client.start();
            assertThat(client.connectFailures()).isEmpty();
        }

        @Test
        void doesNotHoldUpTheNextServer() {
            StrangePort silent = STRICT.closeLater(StrangePort.silent());
            ZkClient client = STRICT.unstarted(
                    "localhost:" + silent.port() + "," + STRICT.address(),
                    settings -> settings.tls(mutual().build()).randomizeHosts(false));
            client.start(Duration.ofSeconds(3));
            assertThat(client.server()).isEqualTo(STRICT.address());
        }
    }
}
