package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.NotReadOnlyException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Leaving a session to the servers. */
class DetachTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private SessionRig rig = new SessionRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Peer connect() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.wallClock = () -> NOW);
        return rig.peer;
    }

    private CompletableFuture<SessionId> detach() {
        CompletableFuture<SessionId> detached = rig.session.detach(LIMIT);
        rig.run();
        return detached;
    }

    @Nested
    class WhileConnected {

        @Test
        void sessionIsLeftBehindTheAnswersToWhatWasSubmitted() {
            Peer peer = connect();
            Request<?> first = rig.submit(new Delete("/a", -1));
            Request<?> second = rig.submit(new GetData("/b", false));
            CompletableFuture<SessionId> detached = detach();
            Frame delete = peer.expect(OpCode.DELETE);
            Frame get = peer.expect(OpCode.GET_DATA);
            peer.expect(OpCode.PING);
            peer.reply(delete, 0x20);
            rig.run();
            assertThat(detached).isNotDone();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSING);
            peer.reply(get, 0x21, Peer.node());
            rig.run();

            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(detached).isCompletedWithValue(new SessionId(SessionRig.SESSION, SessionRig.PASSWORD));
            assertThat(detached.join().lastZxid()).isEqualTo(0x21);
            assertThat(detached.join().negotiatedTimeout()).isEqualTo(TestSettings.TIMEOUT);
            assertThat(detached.join().time()).isEqualTo(NOW);
            peer.expectNothing();
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.session.snapshot().sessionId()).isNull();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>LOST DETACHED");
        }

        @Test
        void idleSessionIsLeftAtOnce() {
            Peer peer = connect();
            assertThat(detach()).isCompleted();
            assertThat(peer.isClosed()).isTrue();
            peer.expect(OpCode.PING);
            peer.expectNothing();
        }

        @Test
        void limitBeyondAllNumbersIsNone() {
            connect();
            CompletableFuture<SessionId> detached = rig.session.detach(ChronoUnit.FOREVER.getDuration());
            rig.run();

            assertThat(detached).isCompleted();
        }

        @Test
        void callMadeMeanwhileIsRefused() {
            Peer peer = connect();
            rig.submit(new GetData("/a", false));
            detach();
            Request<?> late = rig.submit(new GetData("/b", false));
            rig.run();
            assertThat(Failures.of(late))
                    .isInstanceOf(ClientClosedException.class)
                    .hasMessageContaining("detached")
                    .hasMessageContaining("NOT_SENT");
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
        }

        @Test
        void silentServerIsLeftWhenTheTimeIsUp() {
            connect();
            Request<?> change = rig.submit(new Delete("/a", -1));
            CompletableFuture<SessionId> detached = detach();
            rig.advance(LIMIT.minusMillis(1));
            assertThat(detached).isNotDone();
            rig.advance(Duration.ofMillis(1));

            assertThat(detached).isCompletedWithValue(new SessionId(SessionRig.SESSION, SessionRig.PASSWORD));
            assertThat(Failures.of(change))
                    .isInstanceOfSatisfying(
                            ZkException.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN));
            assertThat(rig.states()).last().isEqualTo("CONNECTED>LOST DETACHED");
        }

        @Test
        void sessionIsLeftWhenItsLinkBreaksMeanwhile() {
            Peer peer = connect();
            Request<?> change = rig.submit(new Delete("/a", -1));
            CompletableFuture<SessionId> detached = detach();
            peer.hangUp();

            assertThat(detached).isCompleted();
            assertThat(Failures.of(change)).isInstanceOf(ConnectionLossException.class);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void requestThatCannotBeWrittenDoesNotHoldItUp() {
            rig.close();
            rig = SessionRig.connected(settings -> settings.maxRequestSize = 1024);
            rig.stall();
            Request<?> large = rig.submit(new SetData("/a", new byte[2000], -1));
            CompletableFuture<SessionId> detached = detach();
            assertThat(detached).isNotDone();
            rig.unstall();

            assertThat(large).isCompletedExceptionally();
            assertThat(detached).isCompleted();
        }

        @Test
        void everyOneWhoAsksGetsTheSession() {
            Peer peer = connect();
            rig.submit(new GetData("/a", false));
            CompletableFuture<SessionId> first = detach();
            CompletableFuture<SessionId> second = detach();
            CompletableFuture<Boolean> stopped = rig.stop();
            assertThat(stopped).isNotDone();
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.run();

            assertThat(first).isCompleted();
            assertThat(second).isCompletedWithValue(first.join());
            assertThat(stopped).isCompletedWithValue(false);
        }

        @Test
        void startMeanwhileOpensANewSessionAfterwards() {
            Peer peer = connect();
            rig.submit(new GetData("/a", false));
            detach();
            CompletableFuture<Void> started = rig.session.start();
            rig.run();
            assertThat(started).isNotDone();
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            Peer next = rig.connector.next().accept();
            assertThat(next.expectConnect().sessionId()).isZero();
            next.grant(0x99, SessionRig.PASSWORD, false);
            rig.run();

            assertThat(started).isCompleted();
        }
    }

    @Nested
    class Otherwise {

        @Test
        void clientThatWasNotStartedSaysSo() {
            assertThat(Failures.of(detach())).isInstanceOf(ClientClosedException.class);
        }

        @Test
        void clientWithoutALinkSaysSoAndGoesOn() {
            connect().hangUp();
            assertThat(Failures.of(detach()))
                    .isInstanceOf(ConnectionLossException.class)
                    .hasMessageContaining("not connected");
            rig.connector.next().accept().grant();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void clientThatIsBeingStoppedSaysSo() {
            Peer peer = connect();
            rig.stop();
            assertThat(Failures.of(detach())).isInstanceOf(ClientClosedException.class);
            peer.expect(OpCode.CLOSE_SESSION);
        }

        @Test
        void readOnlySessionCannotBeKept() {
            rig.close();
            rig = new SessionRig(settings -> settings.readOnly = true);
            rig.session.start();
            Peer peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.grant(7, SessionRig.PASSWORD, true).pong();
            assertThat(Failures.of(detach())).isInstanceOf(NotReadOnlyException.class);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED_READ_ONLY);
        }
    }
}
