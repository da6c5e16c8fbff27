package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The clock of a session: pings, dead links and dead sessions. The session timeout T is 60 s. */
class SessionLivenessTest {

    private static final Duration SECOND_LOOK = Duration.ofMillis(10);

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        rig = SessionRig.justConnected(settings -> {});
        peer = rig.peer;
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Nested
    class Pings {

        @Test
        void pingIsDueAThirdOfTheTimeoutAfterTheLastSending() {
            rig.advance(Duration.ofMillis(19_999));
            peer.expectNothing();
            rig.advance(Duration.ofMillis(1));

            peer.pong();
            rig.advance(Duration.ofMillis(19_999));
            peer.expectNothing();
            rig.advance(Duration.ofMillis(1));
            peer.pong();
        }

        @Test
        void requestPutsThePingOff() {
            rig.advance(Duration.ofSeconds(15));
            rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
            rig.advance(Duration.ofSeconds(15));
            peer.expectNothing();
            rig.advance(Duration.ofSeconds(5));

            peer.pong();
        }

        @Test
        void onlyOnePingIsOutstanding() {
            rig.advance(Duration.ofSeconds(20));
            peer.expect(OpCode.PING);
            rig.advance(Duration.ofMillis(19_999));

            peer.expectNothing();
        }

        @Test
        void pongsKeepAnIdleSessionAliveForEver() {
            for (int i = 0; i < 30; i++) {
                rig.advance(Duration.ofSeconds(20));
                peer.pong();
            }

            assertThat(rig.states()).containsExactly("LOST>CONNECTED");
        }
    }

    @Nested
    class DeadLink {

        @Test
        void linkIsDeadWhenNothingCameForTwoThirdsAndStillNothingAtASecondLook() {
            rig.advance(Duration.ofSeconds(20));
            rig.advance(Duration.ofSeconds(20));
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            rig.advance(SECOND_LOOK);

            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("2/3 of the session timeout");
        }

        @Test
        void whatWaitedInTheSocketSavesTheLinkAtTheSecondLook() {
            rig.advance(Duration.ofSeconds(20));
            Frame ping = peer.expect(OpCode.PING);
            rig.advance(Duration.ofSeconds(20));
            peer.reply(ping, 0);
            rig.advance(SECOND_LOOK);

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void sendingKeepsNoDeadLinkAlive() {
            for (int i = 0; i < 8; i++) {
                rig.submit(new GetData("/a", false));
                rig.advance(Duration.ofSeconds(5));
            }
            rig.advance(SECOND_LOOK);

            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
        }

        @Test
        void eventsAreSignsOfLife() {
            rig.advance(Duration.ofSeconds(20));
            peer.pong();
            rig.advance(Duration.ofSeconds(20));
            peer.event(3, "/a", -1);
            rig.advance(Duration.ofSeconds(20));
            rig.advance(SECOND_LOOK);

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void partsOfFramesAreSignsOfLife() {
            rig.advance(Duration.ofSeconds(20));
            peer.pong();
            rig.advance(Duration.ofSeconds(20));
            peer.sendRaw(Unpooled.buffer().writeInt(100));
            rig.advance(Duration.ofSeconds(20));
            rig.advance(SECOND_LOOK);

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }

        @Test
        void serverThatSendsEventsAndNoAnswersIsLeftForOneThatSavesTheSession() {
            rig.advance(Duration.ofSeconds(20));
            peer.expect(OpCode.PING);
            peer.event(3, "/a", -1);
            rig.advance(Duration.ofSeconds(20));
            peer.event(3, "/a", -1);
            rig.advance(Duration.ofMillis(9_999));
            rig.advance(SECOND_LOOK);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            rig.advance(SECOND_LOOK);

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("5/6 of the session timeout");
            rig.connector.next().accept().grant().pong();
            assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>CONNECTED");
        }
    }

    @Nested
    class DeadSession {

        @Test
        void sessionIsLostFourThirdsAfterTheNewestAnsweredRequestWithoutAnyServer() {
            peer.hangUp();
            rig.advance(Duration.ofMillis(79_999));
            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            rig.advance(Duration.ofMillis(1));

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTING);
            assertThat(rig.states())
                    .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }

        @Test
        void handshakesWithoutAnAnsweredRequestKeepNoSessionAlive() {
            peer.hangUp();
            for (int i = 0; i < 7; i++) {
                rig.advance(Duration.ofSeconds(10));
                rig.connector.next().accept().grant().hangUp();
            }
            rig.advance(Duration.ofSeconds(10));

            assertThat(rig.states()).last().isEqualTo("SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }

        @Test
        void answeredPingOfTheNextLinkKeepsTheSession() {
            peer.hangUp();
            rig.advance(Duration.ofSeconds(70));
            Peer next = rig.connector.next().accept().grant().pong();
            rig.advance(Duration.ofSeconds(19));

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            assertThat(next.isClosed()).isFalse();
        }

        @Test
        void timeOfSendingCountsNotThatOfTheAnswer() {
            Request<?> read = rig.submit(new GetData("/a", false));
            Frame frame = peer.expect(OpCode.GET_DATA);
            rig.advance(Duration.ofSeconds(30));
            peer.reply(frame, 1, Peer.node());
            rig.run();
            assertThat(read).isCompleted();
            peer.hangUp();
            rig.advance(Duration.ofSeconds(50));

            assertThat(rig.states()).last().isEqualTo("SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }
    }
}
