package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Xid;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AuthenticationTest extends AuthenticationFixture {

    private static final ServerAddress ZK1 = new ServerAddress("zk1", 2181);

    @Nested
    class CredentialsOfTheBuilder {

        @Test
        void goOutTogetherAndBeforeThePing() {
            Peer peer = granted(ALICE, FOO);

            expectAuth(peer, ALICE);
            expectAuth(peer, FOO);
            peer.expectNothing();
        }

        @Test
        void areAcceptedBeforeTheClientIsConnectedAndSendsRequests() {
            rig = rig(ALICE, BOB);
            CompletableFuture<Void> started = rig.session.start();
            rig.submit(new GetData("/a", false));
            Peer peer = rig.connector.next().accept().grant();
            Frame alice = expectAuth(peer, ALICE);
            Frame bob = expectAuth(peer, BOB);
            peer.reply(alice, 0).expectNothing();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTING);
            assertThat(started).isNotDone();

            peer.reply(bob, 0).pong();

            assertThat(peer.expect(OpCode.GET_DATA).xid()).isEqualTo(1);
            assertThat(started).isCompleted();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED");
        }

        @Test
        void goOutAgainOnTheNextConnectionBeforeTheWatches() {
            Peer peer = connected(ALICE);
            rig.submit(new GetData("/a", true), new SessionRig.Recorder());
            peer.reply(peer.expect(OpCode.GET_DATA), 5, Peer.node(1));
            rig.run();
            Peer next = rig.reconnect();

            Frame auth = expectAuth(next, ALICE);
            next.expectNothing();
            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            next.reply(auth, 0);
            assertThat(next.expect(OpCode.SET_WATCHES).lists().data()).containsExactly("/a");
            next.pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void thatAreEqualGoOutOnce() {
            Peer peer = granted(ALICE, AuthInfo.digest("alice", "wonder"));

            expectAuth(peer, ALICE);
            peer.expectNothing();
        }

        @Test
        void goOutAgainToANewSession() {
            Peer peer = connected(ALICE);
            peer.hangUp();
            Peer second = rig.connector.next().accept();
            second.expectConnect();
            second.sayExpired();
            Peer third = rig.connector.next().accept().grant();

            third.reply(expectAuth(third, ALICE), 0).pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }
    }

    @Nested
    class RefusedCredential {

        @Test
        void endsTheClientUntilTheNextStart() {
            rig = rig(ALICE, FOO);
            CompletableFuture<Void> started = rig.session.start();
            CompletableFuture<?> waiting = rig.submit(new GetData("/a", false));
            Peer peer = rig.connector.next().accept().grant();
            Frame alice = expectAuth(peer, ALICE);
            Frame foo = expectAuth(peer, FOO);
            peer.reply(alice, 0).refuse(foo, 0, AUTH_FAILED);

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
            assertThat(Failures.of(started))
                    .isInstanceOf(AuthFailedException.class)
                    .hasMessageContaining("scheme foo")
                    .hasMessageContaining("-115");
            assertThat(Failures.of(waiting)).isInstanceOf(AuthFailedException.class);
            assertThat(rig.connector.isIdle()).isTrue();

            CompletableFuture<Void> again = rig.session.start();
            Peer next = rig.connector.next().accept().grant();
            next.reply(expectAuth(next, ALICE), 0)
                    .reply(expectAuth(next, FOO), 0)
                    .pong();
            assertThat(again).isCompleted();
        }

        @Test
        void onAReconnectEndsTheSessionToo() {
            connected(ALICE);
            Peer next = rig.reconnect();
            next.refuse(expectAuth(next, ALICE), 0, AUTH_FAILED);

            assertThat(rig.states())
                    .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST AUTH_FAILED");
            assertThat(rig.session.snapshot().sessionId()).isNull();
        }
    }

    @Nested
    class InTheMiddle {

        @Test
        void brokenLinkIsNoRefusalButAReasonToTryTheNextServer() {
            Peer peer = granted(ALICE);
            expectAuth(peer, ALICE);
            peer.hangUp();

            ScriptedConnector.Try second = rig.connector.next();
            assertThat(second.hosts()).containsExactly("zk2", "zk3");
            Peer next = second.accept();
            assertThat(next.expectConnect().sessionId()).isZero();
            next.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
            next.reply(expectAuth(next, ALICE), 0).pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void silentServerIsLeftWhenTheTimeForTheHandshakeIsOver() {
            Peer peer = granted(ALICE);
            expectAuth(peer, ALICE);
            rig.advance(Duration.ofMillis(3_999));
            assertThat(peer.isClosed()).isFalse();
            rig.advance(Duration.ofMillis(1));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.session.connectFailures().get(ZK1)).contains("authentication was not finished within 4000");
            assertThat(rig.connector.next().hosts()).containsExactly("zk2", "zk3");
        }

        @Test
        void stopClosesTheSessionThatTheServerHasOpened() {
            Peer peer = granted(ALICE);
            Frame auth = expectAuth(peer, ALICE);
            CompletableFuture<Boolean> stopped = rig.stop();
            Frame close = peer.expect(OpCode.CLOSE_SESSION);
            // Comes too late to connect anybody.
            peer.reply(auth, 0).reply(close, 7);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.states()).isEmpty();
        }

        @Test
        void stopOnAReconnectDoesNotWaitForTheServer() {
            connected(ALICE);
            Peer next = rig.reconnect();
            expectAuth(next, ALICE);

            assertThat(rig.stop()).isCompletedWithValue(false);
            assertThat(next.isClosed()).isTrue();
        }

        @Test
        void expiryByTheClientsClockEndsTheConnection() {
            rig = rig(settings -> {
                settings.credentials = credentials(ALICE);
                settings.connectTimeout = Duration.ofMinutes(5);
            });
            connect(ALICE);
            Peer next = rig.reconnect();
            expectAuth(next, ALICE);
            rig.advance(TestSettings.TIMEOUT.multipliedBy(2));

            assertThat(next.isClosed()).isTrue();
            assertThat(rig.states()).contains("SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }

        @Test
        void answerThatNobodyWaitsForEndsTheLink() {
            Peer peer = connected(ALICE);
            peer.reply(Xid.AUTH, 0, 0, out -> {});

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.states()).endsWith("CONNECTED>SUSPENDED");
        }
    }
}
