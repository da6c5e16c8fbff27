package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.KerberosLogin;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.NoAuthException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SASL with real servers: who is let in, as whom, and what those hear who are not. */
class SaslIT {

    private static final SaslOptions BOB = SaslOptions.digestMd5("bob", "builder");

    private static final String SECRET = "/secret";

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private static ZkServerBuilder digestServer(String version) {
        return ZkServer.builder("digest").version(version).digestUsers(Map.of("bob", "builder", "eve", "apple"));
    }

    private static ZkServer started(ZkServerBuilder builder) {
        return zk.closeLater(builder.build()).start();
    }

    private static ZkClient client(String hosts, SaslOptions sasl) {
        return zk.unstarted(hosts, settings -> settings.sasl(sasl));
    }

    private static ZkClient connected(String hosts, SaslOptions sasl) {
        ZkClient client = client(hosts, sasl);
        client.start();
        return client;
    }

    private static void createFor(ZkServer server, String id) {
        try (Peer peer = Peer.connect(server.address())) {
            peer.createFor("sasl", id, SECRET);
        }
    }

    private static void assertRefused(ZkClient client, String... words) {
        assertThatExceptionOfType(AuthFailedException.class)
                .isThrownBy(client::start)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
        assertThat(client.clientState()).isEqualTo(ClientState.AUTH_FAILED);
    }

    static Stream<String> versionsThatCanRequireSasl() {
        return ServerVersions.ALL.stream().skip(1);
    }

    @Nested
    class Digest {

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void opensWhatIsClosedToOthers(String version) {
            ZkServer server = started(digestServer(version));
            createFor(server, "bob");

            ZkClient eve = connected(server.address(), SaslOptions.digestMd5("eve", "apple"));
            assertThatExceptionOfType(NoAuthException.class).isThrownBy(() -> eve.get(SECRET));
            assertThat(connected(server.address(), BOB).get(SECRET)).isNotNull();
        }

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.SaslIT#versionsThatCanRequireSasl")
        void refusesAWrongPassword(String version) {
            ZkServer server = started(digestServer(version));

            assertRefused(client(server.address(), SaslOptions.digestMd5("bob", "wrecker")), "-115", "user bob");
        }

        /** It closes the connection without a word, which may also be a failure of the network. */
        @Test
        void isTriedAgainWhereTheServerDoesNotSayThatItRefuses() {
            ZkServer server = started(digestServer("3.4.14"));
            ZkClient client = client(server.address(), SaslOptions.digestMd5("bob", "wrecker"));

            assertThatExceptionOfType(ConnectFailedException.class)
                    .isThrownBy(() -> client.start(Duration.ofSeconds(2)))
                    .withMessageContaining("instead of answering the authentication");
        }

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.SaslIT#versionsThatCanRequireSasl")
        void letsInWhereSaslIsRequired(String version) {
            ZkServer server = started(digestServer(version).requireSasl());

            assertThat(connected(server.address(), BOB).exists("/")).isNotNull();
            assertRefused(client(server.address(), SaslOptions.digestMd5("bob", "wrecker")), "-124", "user bob");
        }

        @Test
        void isDoneAgainOnTheNextLinkAndInANewSession() {
            ZkServer server = started(digestServer(ServerVersions.NEWEST));
            createFor(server, "bob");
            CuttingProxy proxy = zk.closeLater(new CuttingProxy(server.port()));
            ZkClient client = connected(proxy.address(), BOB);
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            proxy.cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.get(SECRET)).isNotNull();
            client.restart();
            assertThat(client.get(SECRET)).isNotNull();
        }

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void isRefusedByAServerWithoutSasl(String version) {
            ZkServer server = started(ZkServer.builder("plain").version(version));

            assertRefused(client(server.address(), BOB), "not set up for SASL");
        }

        @Test
        void comesBeforeTheCredentials() {
            ZkServer server = started(digestServer(ServerVersions.NEWEST));
            ZkClient client = zk.unstarted(
                    server.address(), settings -> settings.sasl(BOB).auth("digest", "alice:wonder"));
            client.start();
            assertThat(client.exists("/")).isNotNull();
        }
    }

    @Nested
    class Kerberos {

        private static final String KRB5_CONF = "java.security.krb5.conf";

        private static Kdc kdc;

        @TempDir
        Path directory;

        @BeforeAll
        static void startKdc() {
            kdc = Kdc.start();
            System.setProperty(KRB5_CONF, kdc.configuration().toString());
        }

        @AfterAll
        static void closeKdc() {
            System.clearProperty(KRB5_CONF);
            kdc.close();
        }

        @AfterEach
        void forgetJaas() {
            Configuration.setConfiguration(null);
        }

        private static ZkServer kerberosServer(String version) {
            return started(ZkServer.builder("kerberos").version(version).kerberos(kdc));
        }

        private static SaslOptions.Gssapi player() {
            return SaslOptions.gssapi(KerberosLogin.keytab(Kdc.CLIENT_PRINCIPAL, kdc.clientKeyTable()));
        }

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void opensWhatIsClosedToOthers(String version) {
            ZkServer server = kerberosServer(version);
            createFor(server, Kdc.CLIENT_PRINCIPAL);

            assertThat(connected(server.localhost(), player()).get(SECRET)).isNotNull();
        }

        @Test
        void isDoneAgainOnTheNextLink() {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);
            createFor(server, Kdc.CLIENT_PRINCIPAL);
            CuttingProxy proxy = zk.closeLater(new CuttingProxy(server.port()));
            ZkClient client = connected("localhost:" + proxy.port(), player());
            StateRecorder states = new StateRecorder();
            client.addListener(states);
            proxy.cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.get(SECRET)).isNotNull();
        }

        @Test
        void takesTheServersHostByAnotherName() {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);

            assertThat(connected(server.address(), player().withServerHost(address -> "localhost"))
                            .exists("/"))
                    .isNotNull();
            assertRefused(client(server.address(), player()), "do not know this ZooKeeper server");
        }

        @Test
        void takesASubjectOfTheApplication() throws Exception {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);
            Subject subject = logIn();

            assertThat(connected(server.localhost(), SaslOptions.gssapi(KerberosLogin.subject(subject)))
                            .exists("/"))
                    .isNotNull();
            assertRefused(
                    client(server.localhost(), SaslOptions.gssapi(KerberosLogin.subject(new Subject()))),
                    "there is no ticket");
        }

        @Test
        void takesAnEntryOfTheJaasConfiguration() {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);
            Configuration.setConfiguration(entry());

            assertThat(connected(server.localhost(), SaslOptions.gssapi(KerberosLogin.jaasEntry("Player")))
                            .exists("/"))
                    .isNotNull();
            assertRefused(client(server.localhost(), SaslOptions.gssapi(KerberosLogin.jaasEntry("Nobody"))), "Nobody");
        }

        @Test
        void refusesAnUnknownPrincipalAndAMissingKey() {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);

            assertRefused(
                    client(
                            server.localhost(),
                            SaslOptions.gssapi(KerberosLogin.keytab("nobody@" + Kdc.REALM, kdc.clientKeyTable()))),
                    "no key for the principal");
            assertRefused(
                    client(
                            server.localhost(),
                            SaslOptions.gssapi(
                                    KerberosLogin.keytab(Kdc.CLIENT_PRINCIPAL, directory.resolve("missing")))),
                    "no key for the principal");
            assertRefused(
                    client(
                            server.localhost(),
                            SaslOptions.gssapi(
                                    KerberosLogin.ticketCache(Kdc.CLIENT_PRINCIPAL, directory.resolve("missing")))),
                    "no ticket in the cache");
        }

        @Test
        void refusesDigestWhereKerberosIsAskedForAndTheOtherWayRound() {
            assertRefused(client(kerberosServer(ServerVersions.NEWEST).address(), BOB), "the servers use Kerberos");
            ZkServer digest = started(digestServer(ServerVersions.NEWEST));
            assertRefused(client(digest.localhost(), player()), "something else than Kerberos");
        }

        @Test
        void waitsForAKerberosServerThatIsDown() throws Exception {
            ZkServer server = kerberosServer(ServerVersions.NEWEST);
            Path down = directory.resolve("krb5.conf");
            String real = Files.readString(kdc.configuration());
            Files.writeString(down, real.replaceFirst("kdc = 127.0.0.1:\\d+", "kdc = 127.0.0.1:" + Ports.free()));
            System.setProperty(KRB5_CONF, down.toString());
            try {
                ZkClient client = client(server.localhost(), player());
                assertThatExceptionOfType(ConnectFailedException.class)
                        .isThrownBy(() -> client.start(Duration.ofSeconds(2)))
                        .withMessageContaining("a Kerberos server cannot be reached");
                Files.writeString(down, real);
                await().until(client::isConnected);
            } finally {
                System.setProperty(KRB5_CONF, kdc.configuration().toString());
            }
        }

        private static Subject logIn() throws Exception {
            LoginContext context = new LoginContext("Player", null, null, entry());
            context.login();
            return context.getSubject();
        }

        private static Configuration entry() {
            Map<String, String> options = new HashMap<>();
            options.put("useKeyTab", "true");
            options.put("storeKey", "true");
            options.put("doNotPrompt", "true");
            options.put("refreshKrb5Config", "true");
            options.put("keyTab", kdc.clientKeyTable().toString());
            options.put("principal", Kdc.CLIENT_PRINCIPAL);
            AppConfigurationEntry entry = new AppConfigurationEntry(
                    "com.sun.security.auth.module.Krb5LoginModule",
                    AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                    options);
            return new Configuration() {
                @Override
                public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                    return name.equals("Player") ? new AppConfigurationEntry[] {entry} : null;
                }
            };
        }
    }
}
