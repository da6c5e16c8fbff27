package dev.zkspring.client.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.watch.ManualExecutor;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SaslTest {

    private static final int AUTH_FAILED = -115;

    private static final ServerAddress ZK1 = new ServerAddress("zk1", 2181);

    private static final byte[] NULL = null;

    private final ManualExecutor threads = new ManualExecutor();

    private final ScriptedMechanism script = new ScriptedMechanism();

    private SessionRig rig = new SessionRig();

    private CompletableFuture<Void> started;

    @AfterEach
    void stop() {
        rig.close();
    }

    @Nested
    class Exchange {

        @Test
        void comesBeforeCredentialsAndPing() {
            Peer peer = begin(script.tokens("one", "two"), AuthInfo.digest("u", "p"));
            peer.expectNothing();
            compute();
            Frame one = expectToken(peer, "one");
            assertThat(one.xid()).isEqualTo(1);
            peer.expectNothing();
            answer(peer, one, "challenge");
            compute();
            assertThat(script.seen).asString(UTF_8).isEqualTo("challenge");
            Frame two = expectToken(peer, "two");
            assertThat(two.xid()).isEqualTo(2);
            answer(peer, two, "proof");
            peer.expectNothing();
            compute();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTING);
            Frame auth = peer.expect(OpCode.AUTH);
            peer.expectNothing();
            peer.reply(auth, 0).pong();

            assertThat(started).isCompleted();
            assertThat(script.server).isEqualTo(ZK1);
        }

        @Test
        void mayEndWithANullTokenOfTheServer() {
            script.lastTokenCompletes = true;
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            answer(peer, expectToken(peer, "one"), "");
            compute();
            answer(peer, expectToken(peer, "two"), NULL);
            peer.pong();

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void isRepeatedOnTheNextConnection() {
            script.lastTokenCompletes = true;
            Peer peer = begin(script.tokens("one"));
            compute();
            answer(peer, expectToken(peer, "one"), NULL);
            peer.pong();
            rig.advance(SessionRig.STABLE);
            rig.peer = peer;
            Peer next = rig.reconnect();
            next.expectNothing();
            script.tokens("again");
            compute();
            answer(next, expectToken(next, "again"), NULL);
            next.pong();

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }
    }

    @Nested
    class Failure {

        @Test
        void ofTheServerEndsTheClientAndSaysWhatToDo() {
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            peer.refuse(expectToken(peer, "one"), 0, AUTH_FAILED);

            assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
            assertThat(peer.isClosed()).isTrue();
            assertThat(Failures.of(started))
                    .isInstanceOf(AuthFailedException.class)
                    .hasMessageContaining("-115", "for the reason of a test");
        }

        @Test
        void behindTheLastTokenIsOneToo() {
            script.lastTokenCompletes = true;
            Peer peer = begin(script.tokens("one"));
            compute();
            peer.refuse(expectToken(peer, "one"), 0, AUTH_FAILED);

            assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
        }

        @Test
        void ofAServerWithoutSaslIsANullToken() {
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            answer(peer, expectToken(peer, "one"), NULL);

            assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
            assertThat(Failures.of(started)).hasMessageContaining("not set up for SASL");
        }

        @Test
        void ofTheLoginEndsTheClient() {
            script.failure = new LoginException("Client not found in Kerberos database (6)");
            Peer peer = begin(script);
            compute();

            assertThat(peer.isClosed()).isTrue();
            assertThat(Failures.of(started)).hasMessageContaining("(6)", "do not know the client's principal");
        }

        @Test
        void ofAStepEndsTheClient() {
            script.failure = new SaslException("bad rspauth");
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            answer(peer, expectToken(peer, "one"), "lie");
            compute();

            assertThat(Failures.of(started)).hasMessageContaining("bad rspauth");
        }

        @Test
        void toReachAKerberosServerIsAReasonToTryOn() {
            script.failure = new LoginException("Connection refused");
            script.failure.initCause(new ConnectException("Connection refused"));
            Peer peer = begin(script);
            compute();

            assertThat(peer.isClosed()).isTrue();
            assertThat(started).isNotDone();
            assertThat(rig.session.connectFailures().get(ZK1)).contains("a Kerberos server cannot be reached");
            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3");
        }

        @Test
        void toGetAThreadIsAReasonToTryOn() {
            begin(script, task -> {
                throw new RejectedExecutionException();
            });

            assertThat(rig.session.connectFailures().get(ZK1)).contains("earlier logins");
            assertThat(started).isNotDone();
        }
    }

    @Nested
    class InTheMiddle {

        @Test
        void brokenLinkLeavesTheRestOfTheExchangeUndone() {
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            answer(peer, expectToken(peer, "one"), "challenge");
            peer.hangUp();
            Peer next = rig.connector.next().accept().grant();
            // The token for the first connection, and the first one for the second.
            script.tokens("fresh");
            compute();

            expectToken(next, "fresh");
            next.expectNothing();
        }

        @Test
        void stopClosesTheSessionAndALateTokenGoesNowhere() {
            Peer peer = begin(script.tokens("one"));
            CompletableFuture<Boolean> stopped = rig.stop();
            Frame close = peer.expect(OpCode.CLOSE_SESSION);
            compute();
            peer.expectNothing();
            peer.reply(close, 4);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void stopWhileTheServerThinksDoesNotMindItsAnswer() {
            Peer peer = begin(script.tokens("one", "two"));
            compute();
            Frame one = expectToken(peer, "one");
            CompletableFuture<Boolean> stopped = rig.stop();
            Frame close = peer.expect(OpCode.CLOSE_SESSION);
            answer(peer, one, "challenge");
            compute();
            peer.expectNothing();
            peer.reply(close, 4);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void loginThatHangsDoesNotHoldUpTheClientForLong() {
            Peer peer = begin(script.tokens("late", "fresh"));
            rig.advance(Duration.ofMillis(4_000));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.session.connectFailures().get(ZK1)).contains("authentication was not finished");
            Peer next = rig.connector.next().accept().grant();
            compute();
            expectToken(next, "fresh");
            next.expectNothing();
        }
    }

    /** The client's half against the JDK's server half. */
    @Nested
    class DigestMd5 {

        @Test
        void provesEachSideToTheOther() throws SaslException {
            Peer peer = begin(SaslMechanism.of(SaslOptions.digestMd5("bob", "builder")));
            SaslServer server = server("bob", "builder");
            compute();
            Frame empty = peer.expect(OpCode.SASL);
            assertThat(empty.body().readBytes()).isEmpty();
            answer(peer, empty, server.evaluateResponse(new byte[0]));
            compute();
            Frame response = peer.expect(OpCode.SASL);
            answer(peer, response, server.evaluateResponse(response.body().readBytes()));
            compute();
            peer.pong();

            assertThat(server.isComplete()).isTrue();
            assertThat(server.getAuthorizationID()).isEqualTo("bob");
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void doesNotTrustAServerThatDoesNotKnowThePassword() throws SaslException {
            Peer peer = begin(SaslMechanism.of(SaslOptions.digestMd5("bob", "builder")));
            SaslServer server = server("bob", "builder");
            compute();
            answer(peer, peer.expect(OpCode.SASL), server.evaluateResponse(new byte[0]));
            compute();
            answer(peer, peer.expect(OpCode.SASL), "rspauth=00000000000000000000000000000000");
            compute();

            assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
        }

        @Test
        void namesTheUserButNotThePasswordWhenRefused() throws SaslException {
            Peer peer = begin(SaslMechanism.of(SaslOptions.digestMd5("bob", "builder")));
            SaslServer server = server("bob", "wrecker");
            compute();
            answer(peer, peer.expect(OpCode.SASL), server.evaluateResponse(new byte[0]));
            compute();
            peer.refuse(peer.expect(OpCode.SASL), 0, AUTH_FAILED);

            assertThat(Failures.of(started)).hasMessageContaining("user bob");
            assertThat(Failures.of(started).getMessage()).doesNotContain("builder");
        }

        private static SaslServer server(String user, String password) throws SaslException {
            return Sasl.createSaslServer("DIGEST-MD5", "zookeeper", "zk-sasl-md5", Map.of(), questions -> {
                for (Callback question : questions) {
                    if (question instanceof NameCallback name) {
                        assertThat(name.getDefaultName()).isEqualTo(user);
                    } else if (question instanceof PasswordCallback secret) {
                        secret.setPassword(password.toCharArray());
                    } else if (question instanceof RealmCallback realm) {
                        realm.setText(realm.getDefaultText());
                    } else if (question instanceof AuthorizeCallback authorize) {
                        authorize.setAuthorized(true);
                    }
                }
            });
        }
    }

    private Peer begin(SaslMechanism mechanism, AuthInfo... infos) {
        return begin(new Credentials(List.of(infos), mechanism, threads));
    }

    private Peer begin(SaslMechanism mechanism, Executor executor) {
        return begin(new Credentials(List.of(), mechanism, executor));
    }

    /** Starts a client, up to the grant of its session. */
    private Peer begin(Credentials credentials) {
        rig.close();
        rig = new SessionRig(settings -> settings.credentials = credentials);
        started = rig.session.start();
        return rig.connector.next().accept().grant();
    }

    /** Lets the threads for SASL work on what the event loop has left for them. */
    private void compute() {
        rig.run();
        threads.runAll();
        rig.run();
    }

    private static Frame expectToken(Peer peer, String text) {
        Frame frame = peer.expect(OpCode.SASL);
        assertThat(frame.body().readBytes()).asString(UTF_8).isEqualTo(text);
        return frame;
    }

    private static void answer(Peer peer, Frame request, String token) {
        answer(peer, request, token.getBytes(UTF_8));
    }

    private static void answer(Peer peer, Frame request, byte[] token) {
        peer.reply(request, 0, out -> out.writeBytes(token));
    }
}
