package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.Outcome;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Credentials on real servers, which take any of scheme digest and none of an unknown scheme. */
class AuthenticationIT {

    private static final String UNKNOWN = "unheard-of";

    private static final AuthInfo ALICE = AuthInfo.digest("alice", "in:wonderland");

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final StateRecorder states = new StateRecorder();

    private String secret = "";

    @BeforeEach
    void createWhatOnlyAliceMayRead() {
        secret = zk.root() + "/secret";
        createForAlice(zk.peer(), secret);
    }

    private static void createForAlice(Peer peer, String path) {
        try {
            peer.createFor("digest", DigestAuthenticationProvider.generateDigest("alice:in:wonderland"), path);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private boolean mayRead(ZkClient client) {
        try {
            return client.get(secret) != null;
        } catch (NoAuthException e) {
            return false;
        }
    }

    @Nested
    class CredentialOfTheBuilder {

        @Test
        void opensWhatIsClosedToOthers() {
            assertThat(mayRead(zk.client())).isFalse();
            assertThat(mayRead(zk.client(settings -> settings.auth("digest", "alice:in:wonderland"))))
                    .isTrue();
            assertThat(mayRead(zk.client(settings -> settings.auth(AuthInfo.digest("alice", "lost")))))
                    .isFalse();
        }

        @Test
        void opensItAfterAReconnectAndInANewSessionToo() {
            ZkClient client = zk.proxiedClient(settings -> settings.auth(ALICE));
            client.addListener(states);
            zk.proxy().cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(mayRead(client)).isTrue();
            zk.endSession(Objects.requireNonNull(client.sessionId()));
            states.awaitStates(SUSPENDED, CONNECTED, SUSPENDED, LOST, CONNECTED);
            assertThat(mayRead(client)).isTrue();
        }

        @Test
        void opensItToCallsThatWaitedForTheLink() {
            ZkClient client = zk.proxiedClient(settings -> settings.auth(ALICE));
            zk.proxy().refuse();
            await().until(() -> !client.isConnected());
            CompletableFuture<?> read = client.async().get(secret);
            zk.proxy().heal();
            assertThat(read.join()).isNotNull();
        }

        @Test
        void ofAnUnknownSchemeEndsTheClient() {
            ZkClient client = zk.unstarted(
                    zk.server().address(), settings -> settings.auth(ALICE).auth(UNKNOWN, "hush hush"));
            assertThatExceptionOfType(AuthFailedException.class)
                    .isThrownBy(client::start)
                    .withMessageContaining(UNKNOWN)
                    .withMessageNotContaining("hush");
            assertThat(client.clientState()).isEqualTo(ClientState.AUTH_FAILED);
            assertThat(client.state()).isEqualTo(LOST);
            assertThatExceptionOfType(AuthFailedException.class).isThrownBy(client::restart);
        }

        @Test
        void thatIsRefusedLaterEndsTheSessionUntilARestart() {
            ZkServer picky = zk.closeLater(withAnotherScheme().build()).start();
            ZkServer other = zk.closeLater(ZkServer.builder("picky").build(picky.port()));
            ZkClient client = zk.unstarted(picky.address(), settings -> settings.auth(UNKNOWN, "hush"));
            client.addListener(states);
            client.start();
            picky.kill();
            other.start();
            states.awaitStates(CONNECTED, SUSPENDED, LOST);
            assertThat(states.last().lostReason()).isEqualTo(LostReason.AUTH_FAILED);
            assertThat(client.clientState()).isEqualTo(ClientState.AUTH_FAILED);
            other.kill();
            picky.start();
            client.restart();
            assertThat(client.isConnected()).isTrue();
        }
    }

    /** A server with one more scheme, whose provider is that of digest under another name. */
    private static ZkServerBuilder withAnotherScheme() {
        return ZkServer.builder("picky").setting("authProvider.1", RenamedDigest.class.getName());
    }

    /** As digest, with the scheme that other servers do not know. */
    public static final class RenamedDigest extends DigestAuthenticationProvider {

        @Override
        public String getScheme() {
            return UNKNOWN;
        }
    }

    @Nested
    class AddedCredential {

        @Test
        void opensAtOnceWhatIsClosedToOthers() {
            ZkClient client = zk.client();
            assertThat(mayRead(client)).isFalse();
            client.addAuth(ALICE);
            assertThat(mayRead(client)).isTrue();
        }

        @Test
        void opensItAfterAReconnectAndInANewSessionToo() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            client.addListener(states);
            client.addAuth("digest", "alice:in:wonderland");
            zk.proxy().cut();
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(mayRead(client)).isTrue();
            zk.endSession(Objects.requireNonNull(client.sessionId()));
            states.awaitStates(SUSPENDED, CONNECTED, SUSPENDED, LOST, CONNECTED);
            assertThat(mayRead(client)).isTrue();
            client.restart();
            assertThat(mayRead(client)).isTrue();
        }

        @Test
        void waitsForALink() {
            ZkClient client = zk.proxiedClient(settings -> settings);
            zk.proxy().refuse();
            await().until(() -> !client.isConnected());
            CompletableFuture<Void> added = client.async().addAuth(ALICE);
            CompletableFuture<?> read = client.async().get(secret);
            assertThat(added).isNotDone();
            zk.proxy().heal();
            added.join();
            assertThat(read.join()).isNotNull();
        }

        @Test
        void ofAnUnknownSchemeFailsAndSessionAndWatchesGoOn() {
            ZkClient client = zk.client(settings -> settings.auth(ALICE));
            client.addListener(states);
            SessionId before = client.sessionId();
            EventRecorder events = new EventRecorder();
            client.get(secret, events);
            assertThatExceptionOfType(AuthFailedException.class)
                    .isThrownBy(() -> client.addAuth(UNKNOWN, "hush"))
                    .withMessageContaining(UNKNOWN)
                    .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED));
            states.awaitStates(SUSPENDED, CONNECTED);
            assertThat(client.sessionId()).isEqualTo(before);
            client.set(secret, new byte[] {2});
            events.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            states.awaitStates(SUSPENDED, CONNECTED);
        }
    }

    @ParameterizedTest
    @FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
    void everyServerTakesAndRefusesCredentials(String version) {
        ZkServer server =
                zk.closeLater(ZkServer.builder("auth").version(version).build()).start();
        createForAlice(zk.closeLater(Peer.connect(server.address())), "/secret");
        ZkClient client = zk.unstarted(server.address(), settings -> settings);
        client.start();
        assertThatExceptionOfType(NoAuthException.class).isThrownBy(() -> client.get("/secret"));
        client.addAuth(ALICE);
        assertThatExceptionOfType(AuthFailedException.class).isThrownBy(() -> client.addAuth(UNKNOWN, "hush"));
        assertThat(client.get("/secret")).isNotNull();
    }

    @Test
    void serverThatAsksForSaslEndsAClientWithoutIt() {
        ZkServer server = zk.closeLater(ZkServer.builder("required")
                        .digestUsers(Map.of("bob", "builder"))
                        .requireSasl()
                        .build())
                .start();
        ZkClient client = zk.unstarted(server.address(), settings -> settings);
        client.addListener(states);
        client.startAsync();
        await().until(() -> client.clientState() == ClientState.AUTH_FAILED);
    }
}
