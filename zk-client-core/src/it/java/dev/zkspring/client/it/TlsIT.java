package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.it.TlsCertificates.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What works over TLS. */
class TlsIT {

    private static final TlsCertificates CERTIFICATES = TlsCertificates.shared();

    private static final Identity CLIENT = CERTIFICATES.client();

    /** Wants no client certificate. */
    private static final SecureServer OPEN = new SecureServer("tls-open", "none", settings -> settings);

    /** Insists on a client certificate, as servers do by default. */
    private static final SecureServer STRICT = new SecureServer("tls-strict", "need", settings -> settings);

    private static final TlsOptions TRUSTING =
            TlsOptions.builder().trustPem(CERTIFICATES.ca()).build();

    private final StateRecorder states = new StateRecorder();

    @BeforeEach
    void start() {
        OPEN.start();
        STRICT.start();
    }

    @AfterEach
    void endTest() {
        OPEN.endTest();
        STRICT.endTest();
    }

    @AfterAll
    static void stop() {
        OPEN.close();
        STRICT.close();
    }

    private static TlsOptions.Builder trusting() {
        return TlsOptions.builder().trustPem(CERTIFICATES.ca());
    }

    private static void works(ZkClient client) {
        String path = client.create("/tls", "secret".getBytes(), CreateMode.EPHEMERAL_SEQUENTIAL);
        assertThat(client.get(path).data()).asString().isEqualTo("secret");
        client.delete(path);
    }

    @Nested
    class TheServerAlone {

        @Test
        void showsItsCertificate() {
            works(OPEN.client(TRUSTING));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PKCS12", "JKS"})
        void isTrustedByAKeyStore(String type) {
            TlsOptions tls = TlsOptions.builder()
                    .trustStore(CERTIFICATES.trustStore(type), type, TlsCertificates.PASSWORD)
                    .build();
            works(OPEN.client(tls));
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void speaksTheVersionThatTheClientWants(String protocol) {
            works(OPEN.client(trusting().protocols(protocol).build()));
        }

        @Test
        void speaksTheCipherThatTheClientWants() {
            works(OPEN.client(trusting().ciphers("TLS_AES_256_GCM_SHA384").build()));
        }

        @Test
        void isFoundByItsAddress() {
            ZkClient client = OPEN.unstarted("127.0.0.1:" + OPEN.port(), settings -> settings.tls(TRUSTING));
            client.start();
            works(client);
        }

        @Test
        void mayHaveOnePortForBoth() {
            try (SecureServer both = new SecureServer(
                    "tls-both", "none", settings -> settings.setting("client.portUnification", "true"))) {
                both.start();
                ServerAddress one = new ServerAddress("localhost", both.plain().port());
                ZkClient secure = both.unstarted(one.toString(), settings -> settings.tls(TRUSTING));
                secure.start();
                works(secure);
                ZkClient plain = both.unstarted(one.toString(), settings -> settings);
                plain.start();
                works(plain);
            }
        }
    }

    @Nested
    class BothSides {

        @Test
        void showTheirCertificatesInPem() {
            works(STRICT.client(trusting().keyPem(CLIENT.chain(), CLIENT.key()).build()));
        }

        @Test
        void showTheirCertificatesWithAnEncryptedKey() {
            works(STRICT.client(trusting()
                    .keyPem(CLIENT.chain(), CLIENT.encryptedKey(), TlsCertificates.PASSWORD)
                    .build()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PKCS12", "JKS"})
        void showTheirCertificatesFromAKeyStore(String type) {
            works(STRICT.client(trusting()
                    .keyStore(CLIENT.keyStore(type), type, TlsCertificates.PASSWORD)
                    .build()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void agreeOnAVersion(String protocol) {
            works(STRICT.client(trusting()
                    .keyPem(CLIENT.chain(), CLIENT.key())
                    .protocols(protocol)
                    .build()));
        }
    }

    @Nested
    class Load {

        @Test
        void ofLargeRequestsAndAnswersGoesThrough() {
            ZkClient client = OPEN.client(TRUSTING);
            byte[] large = new byte[900 * 1024];
            new Random(7).nextBytes(large);
            client.ensurePath("/large");
            for (int i = 0; i < 5; i++) {
                large[0] = (byte) i;
                client.set("/large", large);
                assertThat(client.get("/large").data()).isEqualTo(large);
            }
        }

        @Test
        void ofLargeRequestsAtOnceGoesThrough() {
            ZkClient client = OPEN.client(TRUSTING);
            byte[] large = new byte[900 * 1024];
            client.ensurePath("/crowd");
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(client.async().set("/crowd", large));
                calls.add(client.async().get("/crowd"));
            }
            calls.forEach(CompletableFuture::join);
            assertThat(client.exists("/crowd").version()).isEqualTo(20);
        }

        @Test
        void ofManySmallRequestsKeepsTheirOrder() {
            ZkClient client = OPEN.client(TRUSTING);
            client.ensurePath("/many");
            List<CompletableFuture<NodeData>> reads = new ArrayList<>();
            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                writes.add(client.async().set("/many", Integer.toString(i).getBytes()));
                reads.add(client.async().get("/many"));
            }
            writes.forEach(CompletableFuture::join);
            for (int i = 0; i < reads.size(); i++) {
                assertThat(reads.get(i).join().data()).asString().isEqualTo(Integer.toString(i));
            }
        }
    }

    @Nested
    class Commands {

        @Test
        void goOverTls() {
            ZkClient client = OPEN.client(TRUSTING);
            assertThat(client.command("ruok")).isEqualTo("imok");
            assertThat(client.command("srvr")).contains("Mode: standalone", "Node count:");
            assertThat(client.command("mntr", OPEN.address())).contains("zk_version");
        }

        @Test
        void showTheClientsCertificate() {
            ZkClient client = STRICT.client(
                    trusting().keyPem(CLIENT.chain(), CLIENT.key()).build());
            assertThat(client.command("ruok")).isEqualTo("imok");
        }

        @Test
        void areAnsweredInFull() {
            ZkClient client = OPEN.client(TRUSTING);
            List<CompletableFuture<?>> watched = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                watched.add(client.async().exists("/watched-" + "n".repeat(100) + i, event -> {}));
            }
            watched.forEach(CompletableFuture::join);
            String answer = client.command("wchp");
            assertThat(answer.lines().filter(line -> line.startsWith("/watched-")))
                    .hasSize(5_000);
        }
    }

    @Nested
    class Reconnect {

        @Test
        void keepsTheSessionWhenTheServerRestarts() {
            ZkClient client = OPEN.client(TRUSTING);
            client.addListener(states);
            SessionId session = client.sessionId();
            OPEN.plain().restart();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.sessionId()).isEqualTo(session);
            works(client);
        }

        @Test
        void usesCertificatesThatWereReplacedMeanwhile(@TempDir Path files) throws Exception {
            Path trust = Files.copy(CERTIFICATES.ca(), files.resolve("trust.pem"));
            Path chain = Files.copy(CLIENT.chain(), files.resolve("client.crt"));
            Path key = Files.copy(CLIENT.key(), files.resolve("client.key"));
            ZkClient client = STRICT.client(
                    TlsOptions.builder().trustPem(trust).keyPem(chain, key).build());
            client.addListener(states);
            SessionId session = client.sessionId();
            STRICT.plain().stop();
            STRICT.use(CERTIFICATES.strangeServer(), CERTIFICATES.strangeCa().resolveSibling("strange-ca.pkcs12"));
            Files.copy(CERTIFICATES.strangeCa(), trust, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(CERTIFICATES.strangeClient().chain(), chain, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(CERTIFICATES.strangeClient().key(), key, StandardCopyOption.REPLACE_EXISTING);
            try {
                STRICT.start();
                states.awaitStates(SUSPENDED, CONNECTED);
                assertThat(client.sessionId()).isEqualTo(session);
                works(client);
            } finally {
                STRICT.plain().stop();
                STRICT.use(CERTIFICATES.server(), CERTIFICATES.trustStore("PKCS12"));
            }
        }
    }

    @Nested
    class Secrets {

        private final ListAppender<ILoggingEvent> written = new ListAppender<>();

        private final Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

        private final Level level = logger.getLevel();

        @BeforeEach
        void listen() {
            written.start();
            logger.addAppender(written);
            logger.setLevel(Level.DEBUG);
        }

        @AfterEach
        void stopListening() {
            logger.detachAppender(written);
            logger.setLevel(level);
        }

        @Test
        void areNeverLogged() {
            TlsOptions tls = trusting()
                    .keyStore(CLIENT.keyStore("PKCS12"), "PKCS12", TlsCertificates.PASSWORD)
                    .build();
            ZkClient client = STRICT.client(tls);
            works(client);
            assertThat(tls.toString()).doesNotContain(TlsCertificates.PASSWORD);
            assertThat(written.list)
                    .isNotEmpty()
                    .noneMatch(event -> event.getFormattedMessage().contains(TlsCertificates.PASSWORD));
        }
    }
}
