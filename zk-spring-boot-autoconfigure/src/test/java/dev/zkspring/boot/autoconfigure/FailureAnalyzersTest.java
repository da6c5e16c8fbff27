package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.zkspring.FakeClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.InvalidHostsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

class FailureAnalyzersTest {

    private final Map<String, Object> settings = new TreeMap<>();

    private void set(String property, String value) {
        settings.put(property, OriginTrackedValue.of(value, new Place()));
    }

    private static final class Place implements Origin {

        @Override
        public String toString() {
            return "line 1 of the test";
        }
    }

    private List<FailureAnalyzer> registered() {
        MockEnvironment environment = new MockEnvironment();
        environment.getPropertySources().addFirst(new OriginTrackedMapPropertySource("test", settings));
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        FailureHandler.handleMessage((message, error) -> {}));
    }

    /** As Boot does: the first answer counts. */
    private FailureAnalysis analyze(Throwable failure) {
        return registered().stream()
                .map(analyzer -> analyzer.analyze(new BeanCreationException("zkClient", "failed", failure)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void areAllRegistered() {
        JavaClasses written = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.zkspring.boot");

        assertThat(registered())
                .map(analyzer -> analyzer.getClass().getName())
                .containsAll(written.stream()
                        .filter(type -> type.isAssignableTo(FailureAnalyzer.class))
                        .map(JavaClass::getName)
                        .toList())
                .contains(ConnectFailureAnalyzer.class.getName());
    }

    @Nested
    class NoConnection {

        private final ZkClient client = new FakeClient().client();

        private final ServerAddress other = new ServerAddress("zk2", 2182);

        private void twoServersOfWhichOneIsSlow() {
            given(client.hosts()).willReturn(List.of(FakeClient.SERVER, other));
            given(client.connectFailures()).willReturn(Map.of(FakeClient.SERVER, "connection refused"));
        }

        @Test
        void namesEachHostWithItsReasonAndSaysWhatToDo() {
            twoServersOfWhichOneIsSlow();
            set("zk.hosts", "localhost,zk2:2182");
            ConnectFailedException cause =
                    (ConnectFailedException) FakeClient.failure(ErrorCode.CONNECT_FAILED, "test");

            FailureAnalysis analysis = analyze(ZkStartException.timedOut(client, Duration.ofSeconds(15), cause));

            assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
                            The ZooKeeper client fake could not connect within 15000 ms (zk.start-timeout):

                                localhost:2181: connection refused
                                zk2:2182: no answer yet

                            Set as:

                                zk.hosts=localhost,zk2:2182   (from line 1 of the test)""");
            assertThat(analysis.getAction())
                    .contains("start a ZooKeeper server at localhost:2181 or zk2:2182")
                    .contains("zk.hosts=", "zk.embedded.enabled=true", "zk.fail-fast=false");
        }

        @Test
        void advisesToLookForTheQuorumBeforeTlsWhereServersHangUpWithoutAWord() {
            given(client.connectFailures())
                    .willReturn(Map.of(
                            FakeClient.SERVER,
                            "server closed the connection without an answer: not serving, or the port is for TLS"));
            ConnectFailedException cause =
                    (ConnectFailedException) FakeClient.failure(ErrorCode.CONNECT_FAILED, "test");

            FailureAnalysis analysis = analyze(ZkStartException.timedOut(client, Duration.ofSeconds(15), cause));

            assertThat(analysis.getAction())
                    .containsSubsequence(
                            "Do one of these:",
                            "- see that most servers of the ensemble run",
                            "- for a port for TLS, set zk.ssl.bundle",
                            "- start a ZooKeeper server at");
        }

        @Test
        void saysThatTheRetryPolicyGaveUp() {
            twoServersOfWhichOneIsSlow();
            set("zk.connection-retry.max-retries", "3");
            ClientClosedException cause = (ClientClosedException) FakeClient.failure(ErrorCode.CLIENT_CLOSED, "test");

            FailureAnalysis analysis = analyze(ZkStartException.gaveUp(client, cause));

            assertThat(analysis.getDescription())
                    .contains("gave up connecting (zk.connection-retry)", "zk.connection-retry.max-retries=3");
        }

        @Test
        void explainsAClientThatABeanStarts() {
            FailureAnalysis analysis = analyze(FakeClient.failure(ErrorCode.CONNECT_FAILED, "zk1:2181: refused"));

            assertThat(analysis.getDescription()).contains("No connection to ZooKeeper", "zk1:2181: refused");
            assertThat(analysis.getAction()).contains("start a ZooKeeper server");
        }
    }

    @Nested
    class BadHosts {

        private final InvalidHostsException failure = new InvalidHostsException("zk1:x", "port of \"zk1:x\" is bad");

        @Test
        void namesTheHostsAndWhereTheyWereSet() {
            set("zk.hosts", "zk1:x");

            FailureAnalysis analysis = analyze(failure);

            assertThat(analysis.getDescription())
                    .contains("hosts \"zk1:x\": port of \"zk1:x\" is bad", "zk.hosts=zk1:x");
            assertThat(analysis.getAction()).contains("localhost:2181", "/app");
        }

        @Test
        void namesHostsThatAreSetAsAList() {
            set("zk.hosts[0]", "zk1:x");

            assertThat(analyze(failure).getDescription()).contains("zk.hosts[0]=zk1:x");
        }

        @Test
        void pointsToBeansWhenNoPropertyIsSet() {
            assertThat(analyze(failure).getDescription()).contains("ZkConnectionDetails");
        }
    }

    @Nested
    class BadProperties {

        @Test
        void namesPropertyValueRangeAndSpelling() {
            set("zk.healthTimeout", "ignored");
            set("zk.health.timeout", "0s");

            FailureAnalysis analysis =
                    analyze(ZkConfigurationException.outOfRange("zk.health.timeout", "PT0S", "above 0"));

            assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
                            zk.health.timeout: PT0S (expected: above 0)

                            Set as:

                                zk.health.timeout=0s   (from line 1 of the test)""");
            assertThat(analysis.getAction()).isEqualTo("Give zk.health.timeout a value that is above 0.");
        }

        @Test
        void namesBothPropertiesThatDiffer() {
            set("zk.timeout", "8s");
            set("zk.sessionTimeout", "9s");

            FailureAnalysis analysis = analyze(ZkConfigurationException.conflict(
                    "zk.timeout", "PT8S", "zk.session-timeout", "PT9S", "the timeout"));

            assertThat(analysis.getDescription()).contains("zk.timeout=8s", "zk.session-timeout=9s");
            assertThat(analysis.getAction())
                    .isEqualTo("Keep one of zk.timeout and zk.session-timeout, or give both the same value.");
        }
    }

    @Nested
    class LockedSessionStore {

        @Test
        void namesTheFileItsHolderAndWhereItWasSet() {
            set("zk.session.store", "/tmp/session");

            FailureAnalysis analysis =
                    analyze(new SessionStoreLockedException(Path.of("/tmp/session"), "process 42, since then"));

            assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
                            zk.session.store: "/tmp/session" is in use by process 42, since then (expected: a file of \
                            this instance's own)

                            Set as:

                                zk.session.store=/tmp/session   (from line 1 of the test)""");
            assertThat(analysis.getAction()).contains("end the other one", "${server.port}", "in tests");
        }
    }

    @Nested
    class Refusals {

        private FailureAnalysis analyze(ErrorCode code, String detail) {
            return FailureAnalyzersTest.this.analyze(FakeClient.failure(code, detail));
        }

        @Test
        void showNoSecretInWhateverSpelling() {
            set("zk.auth[0].scheme", "digest");
            set("zk.AUTH[0].Credential", "hush-hush");
            set("zk.sasl.username", "alice");
            set("zk.sasl.pass_word", "hush-hush");

            assertThat(analyze(ErrorCode.AUTH_FAILED, "SASL: no").getDescription())
                    .contains("zk.auth[0].scheme=digest", "zk.auth[0].credential=******", "zk.sasl.username=alice")
                    .contains("zk.sasl.password=******")
                    .doesNotContain("hush");
        }

        @Test
        void ofACredentialPointToTheProviders() {
            assertThat(analyze(ErrorCode.AUTH_FAILED, "the server refused the credential of scheme x")
                            .getAction())
                    .contains("zk.auth", "authProvider");
        }

        @Test
        void ofAClientWithoutSaslSayThatItIsWanted() {
            assertThat(analyze(ErrorCode.CLIENT_CLOSED, "server answered: SESSION_CLOSED_REQUIRE_SASL_AUTH")
                            .getAction())
                    .contains("talk only to clients that authenticate by SASL");
        }

        @Test
        void areNotSeenInAClientThatWasStopped() {
            assertThat(registered().stream()
                            .map(analyzer -> analyzer.analyze(FakeClient.failure(ErrorCode.CLIENT_CLOSED, "stopped")))
                            .filter(Objects::nonNull))
                    .isEmpty();
        }
    }

    @Nested
    class AMissingChroot {

        private FailureAnalysis missing(@Nullable ErrorCode code) {
            ZkClient client = new FakeClient().client();
            given(client.chroot()).willReturn("/app");
            set("zk.chroot", "/app");
            return analyze(new MissingChrootException(client, code == null ? null : FakeClient.failure(code, null)));
        }

        @Test
        void isNamedWithItsPropertyAndWhatToDo() {
            assertThat(missing(null).getDescription())
                    .contains("The chroot /app of the ZooKeeper client fake", "zk.chroot=/app   (from line 1");
            assertThat(missing(null).getAction()).contains("zk.create-chroot=true", "create /app");
        }

        @Test
        void saysWhoMayNotCreateIt() {
            assertThat(missing(ErrorCode.NO_AUTH).getAction()).contains("zk.auth or zk.sasl");
        }

        @Test
        void saysThatThereIsNoQuorum() {
            assertThat(missing(ErrorCode.NOT_READ_ONLY).getAction()).contains("quorum");
        }
    }

    @Test
    void aBadEntryOfTheAccessControlListIsShownWithoutItsHash() {
        set("zk.default-acl", "digest:alice:hash-hash:x");

        assertThat(analyze(ZkConfigurationException.outOfRange("zk.default-acl[0]", "permission 'x'", "cdrwa"))
                        .getDescription())
                .contains("zk.default-acl=digest:alice:******:x   (from line 1");
    }
}
