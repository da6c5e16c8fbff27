package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException.SessionClosedRequireAuthException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers with SASL accept and refuse whom they should, seen by Apache's client. */
class SaslFixturesIT {

    private static final String BOB = Jaas.digestClient("bob", "builder");

    /** Apache's client of 3.9 does not do DIGEST-MD5 otherwise. */
    private static final List<String> WITHOUT_FIPS = List.of("-Dzookeeper.fips-mode=false");

    private static ZkServerBuilder digestServer(String version) {
        return ZkServer.builder("digest").version(version).digestUsers(Map.of("bob", "builder", "eve", "apple"));
    }

    static Stream<String> versionsThatCanRequireSasl() {
        return ServerVersions.ALL.stream().skip(1);
    }

    @Nested
    class Digest {

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void takesAUserByThePassword(String version) throws Exception {
            try (ZkServer server = digestServer(version).build().start()) {
                assertThat(ApacheSaslClient.identity(server, BOB, WITHOUT_FIPS)).isEqualTo("sasl:bob");
            }
        }

        @Test
        void refusesAnotherPassword() throws Exception {
            try (ZkServer server = digestServer(ServerVersions.NEWEST).build().start()) {
                String stranger = Jaas.digestClient("bob", "wrecker");
                assertThat(ApacheSaslClient.identity(server, stranger, WITHOUT_FIPS))
                        .isEqualTo(ApacheSaslClient.REFUSED);
            }
        }
    }

    @Nested
    class Required {

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.SaslFixturesIT#versionsThatCanRequireSasl")
        void letsNobodyInWithoutSasl(String version) throws Exception {
            try (ZkServer server = digestServer(version).requireSasl().build().start()) {
                assertThat(ApacheSaslClient.identity(server, BOB, WITHOUT_FIPS)).isEqualTo("sasl:bob");
                try (Peer anonymous = Peer.connect(server.address())) {
                    assertThatThrownBy(() -> anonymous.exists("/"))
                            .hasCauseInstanceOf(SessionClosedRequireAuthException.class);
                }
            }
        }
    }

    @Nested
    class Kerberos {

        private static Kdc kdc;

        @BeforeAll
        static void startKdc() {
            kdc = Kdc.start();
        }

        @AfterAll
        static void closeKdc() {
            kdc.close();
        }

        @ParameterizedTest
        @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
        void takesAPrincipalByItsKeyTable(String version) throws Exception {
            String jaas = Jaas.kerberos(Jaas.CLIENT, Kdc.CLIENT_PRINCIPAL, kdc.clientKeyTable());
            try (ZkServer server = ZkServer.builder("kerberos")
                    .version(version)
                    .kerberos(kdc)
                    .build()
                    .start()) {
                assertThat(ApacheSaslClient.identity(server, jaas, List.of(kdc.jvmOption())))
                        .isEqualTo("sasl:" + Kdc.CLIENT_PRINCIPAL);
            }
        }
    }
}
