package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    @Nested
    class Ghost {

        @BeforeEach
        void loseTheSessionByTheClock() {
            rig.submit(new GetData("/a", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 0x42, Peer.node());
            rig.run();
            peer.hangUp();
            rig.advance(Duration.ofSeconds(80));
        }

        @Test
        void oldSessionIsClosedBeforeANewOneIsOpened() {
            Peer closing = rig.connector.next().accept();
            Frame.Connect connect = closing.expectConnect();
            assertThat(connect.sessionId()).isEqualTo(SessionRig.SESSION);
            assertThat(connect.password()).isEqualTo(SessionRig.PASSWORD);
            assertThat(connect.lastZxid()).isEqualTo(0x42);
            closing.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
            Frame close = closing.expect(OpCode.CLOSE_SESSION);
            closing.expectNothing();
            assertThat(rig.connector.isIdle()).isTrue();
            closing.reply(close, 0x43);

            assertThat(closing.isClosed()).isTrue();
            openNewSession();
            assertThat(rig.states()).hasSize(4).last().isEqualTo("LOST>CONNECTED");
        }

        @Test
        void oldSessionThatIsGoneNeedsNoClosing() {
            Peer closing = rig.connector.next().accept();
            closing.expectConnect();
            closing.sayExpired();

            assertThat(closing.isClosed()).isTrue();
            openNewSession();
        }

        /** As servers without a quorum do, which will have their sessions again once they have found each other. */
        @Test
        void attemptThatNoServerAnsweredIsMadeAgain() {
            for (int i = 0; i < 5; i++) {
                Peer closing = rig.connector.next().accept();
                assertThat(closing.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
                closing.hangUp();
                rig.advance(Duration.ofSeconds(10));
            }
            Peer closing = rig.connector.next().accept();
            closing.expectConnect();
            closing.sayExpired();

            openNewSession();
        }

        /** However long they need: their timers start anew when they have found each other, and the session with them. */
        @Test
        void serversAreAskedUntilTheyServe() {
            for (int i = 0; i < 100; i++) {
                rig.connector.next().accept().hangUp();
                rig.advance(Duration.ofSeconds(15));
            }
            Peer closing = rig.connector.next().accept();
            assertThat(closing.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            closing.sayExpired();

            openNewSession();
        }

        @Test
        void serverThatOpensOnlyNewSessionsIsFoundOut() {
            hangUpOnTheOldSession();
            Peer proof = rig.connector.next().accept();
            assertThat(proof.expectConnect().sessionId()).isZero();
            proof.grant(0x98, SessionRig.PASSWORD, false);
            proof.reply(proof.expect(OpCode.CLOSE_SESSION), 1);
            assertThat(proof.isClosed()).isTrue();
            rig.advance(Duration.ofSeconds(15));
            hangUpOnTheOldSession();

            openNewSession();
        }

        private void hangUpOnTheOldSession() {
            for (int i = 0; i < 30; i++) {
                Peer closing = rig.connector.next().accept();
                assertThat(closing.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
                closing.hangUp();
                rig.advance(Duration.ofSeconds(15));
            }
        }

        @Test
        void serverThatOpensSessionsAgainIsAskedToCloseTheOldOne() {
            hangUpOnTheOldSession();
            Peer proof = rig.connector.next().accept();
            proof.grant();
            proof.reply(proof.expect(OpCode.CLOSE_SESSION), 1);
            Peer closing = rig.connector.next().accept();
            assertThat(closing.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            closing.sayExpired();

            openNewSession();
        }

        @Test
        void closeThatWasNotAnsweredIsAskedForAgain() {
            Peer closing = rig.connector.next().accept();
            closing.expectConnect();
            closing.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
            closing.expect(OpCode.CLOSE_SESSION);
            closing.hangUp();
            Peer again = rig.connector.next().accept();
            again.expectConnect();
            again.sayExpired();

            openNewSession();
        }

        @Test
        void silentServerHoldsUpTheNextOneForALimitedTime() {
            Peer closing = rig.connector.next().accept();
            closing.expectConnect();
            rig.advance(Duration.ofSeconds(4));
            assertThat(closing.isClosed()).isTrue();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();

            openNewSession();
        }

        @Test
        void linkThatIsDeadOnArrivalIsNoAttempt() {
            rig.observer = channel -> channel.close();
            rig.connector.next().accept();
            rig.observer = channel -> {};
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();

            openNewSession();
        }

        @Test
        void stopWaitsUntilTheOldSessionIsClosed() {
            Peer closing = rig.connector.next().accept();
            closing.grant();
            CompletableFuture<Boolean> stopped = rig.stop();
            assertThat(stopped).isNotDone();
            closing.reply(closing.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void stopBeforeTheOldSessionCouldBeClosedLeavesItBehind() {
            assertThat(rig.stop()).isCompletedWithValue(false);
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void restartWhileTheOldSessionIsBeingClosedOpensOneNewSession() {
            Peer closing = rig.connector.next().accept();
            closing.expectConnect();
            rig.stop();
            rig.session.start();
            rig.advance(Duration.ofSeconds(10));
            assertThat(closing.isClosed()).isTrue();

            openNewSession();
            assertThat(rig.connector.isIdle()).isTrue();
        }

        private void openNewSession() {
            Peer next = rig.connector.next().accept();
            Frame.Connect connect = next.expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.lastZxid()).isZero();
            next.grant(0x99, SessionRig.PASSWORD, false);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
        }
    }
}
