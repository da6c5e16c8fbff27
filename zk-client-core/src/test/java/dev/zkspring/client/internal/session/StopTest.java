package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The end of a session in each of its phases, and its life after that. */
class StopTest {

    private SessionRig rig = new SessionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Peer connect() {
        rig.close();
        rig = SessionRig.connected();
        return rig.peer;
    }

    @Nested
    class WhileConnected {

        @Test
        void sessionIsClosedOnTheServerBehindWhatWasSubmitted() {
            Peer peer = connect();
            Request<?> read = rig.submit(new GetData("/a", false));
            CompletableFuture<Boolean> stopped = rig.stop();
            Frame get = peer.expect(OpCode.GET_DATA);
            Frame close = peer.expect(OpCode.CLOSE_SESSION);
            assertThat(close.xid()).isEqualTo(2);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSING);
            assertThat(stopped).isNotDone();
            peer.reply(get, 1, Peer.node());
            peer.reply(close, 2);
            rig.run();

            assertThat(read).isCompleted();
            assertThat(stopped).isCompletedWithValue(true);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.session.snapshot().sessionId()).isNull();
            assertThat(rig.session.lastZxid()).isZero();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>LOST CLOSED");
        }

        @Test
        void silentServerIsLeftWhenTheTimeIsUp() {
            Peer peer = connect();
            Request<?> change = rig.submit(new Delete("/a", -1));
            CompletableFuture<Boolean> stopped = rig.stop();
            rig.advance(Duration.ofMillis(9_999));
            assertThat(stopped).isNotDone();
            rig.advance(Duration.ofMillis(1));

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(Failures.of(change))
                    .isInstanceOfSatisfying(
                            ZkException.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN));
        }

        @Test
        void limitBeyondAllNumbersIsNone() {
            Peer peer = connect();
            CompletableFuture<Boolean> stopped = rig.session.stop(ChronoUnit.FOREVER.getDuration());
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void requestTimeoutShorterThanTheLimitEndsTheStopToo() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.requestTimeout = Duration.ofSeconds(3));
            CompletableFuture<Boolean> stopped = rig.stop();
            rig.advance(Duration.ofSeconds(3));
            rig.advance(Duration.ofSeconds(7));

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        }

        @Test
        void serverThatRefusesToCloseTheSessionDoesNotKeepTheClient() {
            Peer peer = connect();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.refuse(peer.expect(OpCode.CLOSE_SESSION), 1, -119);
            rig.advance(Duration.ofSeconds(10));

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void serverThatHangsUpWithoutAnAnswerLeavesADoubt() {
            Peer peer = connect();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.expect(OpCode.CLOSE_SESSION);
            peer.hangUp();

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void requestMadeWhileClosingIsRefusedWithTheReason() {
            connect();
            rig.stop();
            Request<?> late = rig.submit(new GetData("/a", false));
            rig.run();

            assertThat(Failures.of(late))
                    .isInstanceOf(ClientClosedException.class)
                    .hasMessageContaining("stopped")
                    .hasMessageContaining("NOT_SENT");
        }

        @Test
        void secondStopWaitsForTheFirst() {
            Peer peer = connect();
            CompletableFuture<Boolean> first = rig.stop();
            CompletableFuture<Boolean> second = rig.stop();
            assertThat(second).isNotDone();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(first).isCompletedWithValue(true);
            assertThat(second).isCompletedWithValue(true);
        }

        @Test
        void secondStopWithLessPatienceEndsTheFirst() {
            Peer peer = connect();
            CompletableFuture<Boolean> first = rig.stop();
            rig.advance(Duration.ofSeconds(1));
            CompletableFuture<Boolean> second = rig.session.stop(Duration.ofSeconds(2));
            rig.run();
            rig.advance(Duration.ofMillis(1_999));
            assertThat(second).isNotDone();
            rig.advance(Duration.ofMillis(1));

            assertThat(first).isCompletedWithValue(false);
            assertThat(second).isCompletedWithValue(false);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        }

        @Test
        void secondStopWithMorePatienceLeavesTheFirstItsLimit() {
            connect();
            CompletableFuture<Boolean> first = rig.stop();
            CompletableFuture<Boolean> second = rig.session.stop(Duration.ofSeconds(20));
            rig.run();
            rig.advance(Duration.ofSeconds(10));

            assertThat(first).isCompletedWithValue(false);
            assertThat(second).isCompletedWithValue(false);
        }

        @Test
        void stalledSocketDoesNotKeepTheClient() {
            connect();
            rig.stall();
            Request<?> queued = rig.submit(new GetData("/a", false));
            CompletableFuture<Boolean> stopped = rig.stop();
            rig.advance(Duration.ofSeconds(10));

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(queued).isCompletedExceptionally();
        }
    }

    @Nested
    class WithoutALink {

        @Test
        void clientThatWasNeverStartedHasNothingToStop() {
            assertThat(rig.stop()).isCompletedWithValue(true);
            Request<?> request = rig.submit(new GetData("/a", false));
            rig.run();

            assertThat(Failures.of(request)).hasMessageContaining("not started");
        }

        @Test
        void stopWhileConnectingEndsTheSearch() {
            CompletableFuture<Void> started = rig.session.start();
            ScriptedConnector.Try attempt = rig.connector.next();
            Request<?> waiting = rig.submit(new GetData("/a", false));

            assertThat(rig.stop()).isCompletedWithValue(true);
            assertThat(attempt.isCancelled()).isTrue();
            assertThat(Failures.of(started)).hasMessageContaining("stopped");
            assertThat(Failures.of(waiting)).hasMessageContaining("NOT_SENT");
            assertThat(rig.states()).isEmpty();
        }

        @Test
        void sessionThatIsOpenedDuringTheStopIsClosed() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.grant();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.states()).isEmpty();
        }

        @Test
        void serverThatRefusesDuringTheStopLeavesNothingBehind() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            peer.hangUp();

            assertThat(stopped).isCompletedWithValue(true);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        /** It may have opened a session before, and its answer is lost. */
        @Test
        void linkThatBreaksDuringTheHandshakeLeavesADoubt() {
            AtomicReference<Channel> link = new AtomicReference<>();
            rig.observer = link::set;
            rig.session.start();
            rig.connector.next().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            link.get().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
            rig.run();

            assertThat(stopped).isCompletedWithValue(false);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void silentServerIsLeftDuringTheHandshakeToo() {
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            rig.advance(Duration.ofSeconds(10));

            assertThat(stopped).isCompleted();
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        }

        @Test
        void silentServerDuringTheHandshakeLeavesADoubt() {
            rig.session.start();
            rig.connector.next().accept();
            CompletableFuture<Boolean> stopped = rig.stop();
            rig.advance(Duration.ofSeconds(10));

            assertThat(stopped).isCompletedWithValue(false);
        }

        @Test
        void stopBetweenTwoRoundsEndsTheWait() {
            rig.session.start();
            rig.connector.next().fail();
            rig.stop();
            rig.advance(Duration.ofSeconds(60));

            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void stopWhileReconnectingLeavesTheSessionBehind() {
            connect().hangUp();
            ScriptedConnector.Try attempt = rig.connector.next();
            Request<?> waiting = rig.submit(new GetData("/a", false));

            assertThat(rig.stop()).isCompletedWithValue(false);
            assertThat(attempt.isCancelled()).isTrue();
            assertThat(waiting).isCompletedExceptionally();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST CLOSED");
        }

        @Test
        void stopDuringTheHandshakeOfAReconnectLeavesTheSessionBehind() {
            connect().hangUp();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();

            assertThat(rig.stop()).isCompletedWithValue(false);
            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void nothingFiresAfterTheEnd() {
            Peer peer = connect();
            rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.advance(Duration.ofHours(1));

            assertThat(rig.connector.isIdle()).isTrue();
            assertThat(rig.states()).hasSize(2);
        }
    }

    @Nested
    class Again {

        @Test
        void startAfterAStopOpensANewSession() {
            Peer peer = connect();
            rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            CompletableFuture<Void> started = rig.session.start();
            Peer next = rig.connector.next().accept();
            Frame.Connect connect = next.expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.password()).isEqualTo(new byte[16]);
            next.grant(0x99, SessionRig.PASSWORD, false).pong();
            rig.submit(new GetData("/a", false));

            assertThat(next.expect(OpCode.GET_DATA, "/a").xid()).isEqualTo(1);
            assertThat(started).isCompleted();
        }

        @Test
        void startWhileClosingWaitsForTheEndAndConnectsAnew() {
            Peer peer = connect();
            CompletableFuture<Boolean> stopped = rig.stop();
            CompletableFuture<Void> started = rig.session.start();
            rig.run();
            assertThat(started).isNotDone();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();
            assertThat(stopped).isCompletedWithValue(true);
            rig.connector.next().accept().grant();
            rig.run();

            assertThat(started).isCompleted();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void lastCallWinsWhenStartAndStopCrossTheClosing() {
            Peer peer = connect();
            rig.stop();
            CompletableFuture<Void> started = rig.session.start();
            CompletableFuture<Boolean> stoppedAgain = rig.stop();
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(stoppedAgain).isCompleted();
            assertThat(started).isCompletedExceptionally();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        }
    }
}
