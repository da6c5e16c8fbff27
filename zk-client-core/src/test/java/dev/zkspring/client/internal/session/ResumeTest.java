package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A client that begins with a session of somebody else. */
class ResumeTest {

    private static final long ZXID = 0x500;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final SessionId SAVED =
            new SessionId(SessionRig.SESSION, SessionRig.PASSWORD, ZXID, TIMEOUT, Instant.EPOCH);

    private SessionRig rig = newRig(settings -> {});

    private CompletableFuture<Void> started;

    private static SessionRig newRig(Consumer<TestSettings> change) {
        return new SessionRig(settings -> {
            settings.resume = SAVED;
            change.accept(settings);
        });
    }

    private ScriptedConnector.Try start() {
        started = rig.session.start();
        return rig.connector.next();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Nested
    class SessionThatLives {

        @Test
        void isAskedForWithAllThatIsKnownOfIt() {
            Peer peer = start().accept();
            Frame.Connect connect = peer.expectConnect();
            assertThat(connect.sessionId()).isEqualTo(SessionRig.SESSION);
            assertThat(connect.password()).isEqualTo(SessionRig.PASSWORD);
            assertThat(connect.lastZxid()).isEqualTo(ZXID);
            peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            rig.run();

            assertThat(started).isCompleted();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED");
            assertThat(rig.events.get(0).newSession()).isFalse();
            assertThat(rig.session.snapshot().sessionId()).isEqualTo(SAVED);
            assertThat(rig.session.lastZxid()).isEqualTo(ZXID);
            peer.expectNothing();
        }

        @Test
        void servesTheCallsMadeBefore() {
            ScriptedConnector.Try attempt = start();
            rig.submit(new GetData("/a", false));
            Peer peer = attempt.accept().grant().pong();
            peer.expect(OpCode.GET_DATA, "/a");
        }

        /** No server grants it, but it may stand in a file. */
        @Test
        void mayBeSaidToLiveForEver() {
            rig.close();
            Duration forEver = ChronoUnit.FOREVER.getDuration();
            rig = newRig(settings ->
                    settings.resume = new SessionId(SessionRig.SESSION, SessionRig.PASSWORD, ZXID, forEver, null));
            Peer peer = start().accept().grant().pong();

            assertThat(started).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void isNotResumedAgainAfterAStop() {
            Peer peer = start().accept().grant().pong();
            rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), ZXID + 1);
            Peer next = start().accept();
            Frame.Connect connect = next.expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
        }

        @Test
        void doesNotSleepThroughItsRescue() {
            start().fail();
            for (int round = 0; round < 8; round++) {
                rig.advance(TIMEOUT.dividedBy(10));
                rig.connector.next().fail();
            }
        }
    }

    @Nested
    class SessionThatIsGone {

        @Test
        void givesWayToANewOneThatIsRecognisedAsSuch() {
            ScriptedConnector.Try attempt = start();
            Request<?> waiting = rig.submit(new GetData("/a", false));
            Peer peer = attempt.accept();
            peer.expectConnect();
            peer.sayExpired();
            Peer next = rig.connector.next().accept();
            Frame.Connect connect = next.expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
            next.grant(0x99, SessionRig.PASSWORD, false).pong();
            next.expect(OpCode.GET_DATA);

            assertThat(peer.isClosed()).isTrue();
            assertThat(waiting).isNotDone();
            assertThat(started).isCompleted();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED");
            assertThat(rig.events.get(0).newSession()).isTrue();
            assertThat(rig.events.get(0).sessionId()).isEqualTo(0x99);
        }

        @Test
        void endsAClientWhosePolicyHeedsExpiry() {
            rig.close();
            rig = newRig(settings -> settings.connectionRetry =
                    new RetryPolicy(-1, Duration.ofMillis(100), 2, 0, Duration.ofSeconds(10), null, false));
            Peer peer = start().accept();
            peer.expectConnect();
            peer.sayExpired();

            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(Failures.of(started)).hasMessageContaining("expired");
            assertThat(rig.states()).isEmpty();
        }

        @Test
        void isGivenUpByTheClientsOwnClockWithItsZxid() {
            ScriptedConnector.Try attempt = start();
            attempt.fail();
            long limit = TIMEOUT.toMillis() * 4 / 3;
            for (long waited = 0; waited < limit; waited += 1000) {
                rig.advance(Duration.ofSeconds(1));
                if (!rig.connector.isIdle()) {
                    rig.connector.next().fail();
                }
            }
            rig.advance(Duration.ofSeconds(3));
            // The old session is closed first, if it should still be there.
            Peer ghost = rig.connector.next().accept();
            assertThat(ghost.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            ghost.sayExpired();
            Frame.Connect connect = rig.connector.next().accept().expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
            assertThat(rig.states()).isEmpty();
        }
    }

    @Nested
    class Stop {

        @Test
        void beforeAnyServerWasAskedLeavesTheSessionBehind() {
            start();
            assertThat(rig.stop()).isCompletedWithValue(false);
        }

        @Test
        void duringTheHandshakeClosesTheSession() {
            Peer peer = start().accept();
            peer.expectConnect();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), ZXID + 1);
            rig.run();
            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void afterADetachThatCameTooEarlyLeavesTheSessionAlone() {
            Peer peer = start().accept();
            peer.expectConnect();
            CompletableFuture<SessionId> detached = rig.session.detach(Duration.ofSeconds(10));
            rig.run();
            assertThat(Failures.of(detached)).isInstanceOf(ConnectionLossException.class);
            CompletableFuture<Boolean> stopped = rig.stop();
            assertThat(stopped).isCompletedWithValue(false);
            assertThat(peer.isClosed()).isTrue();
            peer.expectNothing();
        }

        @Test
        void closesAgainWhatAnEarlierDetachHasSpared() {
            Peer peer = start().accept();
            CompletableFuture<SessionId> detached = rig.session.detach(Duration.ofSeconds(10));
            rig.run();
            assertThat(detached).isCompletedExceptionally();
            peer.grant().pong();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), ZXID + 1);
            rig.run();
            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void ofAServerThatHangsUpDuringTheHandshakeLeavesADoubt() {
            Peer peer = start().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.hangUp();
            assertThat(stopped).isCompletedWithValue(false);
        }
    }
}
