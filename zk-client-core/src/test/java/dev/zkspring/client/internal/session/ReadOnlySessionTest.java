package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A session with a server that has no quorum, and the search for one that has. */
class ReadOnlySessionTest {

    private static final long READ_ONLY_SESSION = 0x300_0000_0000_0001L;

    /** Longer than the first pause of the search, spread included. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(140);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(84);

    private final SessionRig rig = new SessionRig(settings -> settings.readOnly = true);

    private Peer peer;

    @BeforeEach
    void connect() {
        rig.session.start();
        ScriptedConnector.Try attempt = rig.connector.next();
        assertThat(attempt.hosts()).startsWith("zk1");
        peer = attempt.accept();
        assertThat(peer.expectConnect().readOnly()).isTrue();
        peer.grant(READ_ONLY_SESSION, SessionRig.PASSWORD, true).pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED_READ_ONLY);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void endsOnceWhenItsServerAnswersNoMore() {
        rig.advance(TestSettings.TIMEOUT.multipliedBy(4).dividedBy(3));
        rig.advance(Duration.ofMillis(10));

        assertThat(rig.states())
                .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST READ_ONLY_ENDED");
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTING);
    }

    @Nested
    class Search {

        @Test
        void asksAllOtherServersWithoutTouchingTheLink() {
            assertThat(rig.connector.isIdle()).isTrue();
            rig.advance(FIRST_PAUSE);
            ScriptedConnector.Try second = rig.connector.next();
            ScriptedConnector.Try third = rig.connector.next();
            assertThat(second.hosts()).containsExactly("zk2");
            assertThat(third.hosts()).containsExactly("zk3");
            assertThat(peer.isClosed()).isFalse();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED_READ_ONLY);
        }

        @Test
        void asksForNoSessionThatCouldExist() {
            rig.advance(FIRST_PAUSE);
            Frame.Connect connect = rig.connector.next().accept().expectConnect();
            assertThat(connect.readOnly()).isFalse();
            assertThat(connect.sessionId()).isEqualTo(1);
            assertThat(connect.password()).isEqualTo(new byte[16]);
            assertThat(connect.lastZxid()).isZero();
        }

        @Test
        void goesOnWithGrowingPausesWhileNobodyHasAQuorum() {
            Duration longest = FIRST_PAUSE;
            for (int round = 0; round < 12; round++) {
                pass(longest.compareTo(LONGEST_PAUSE) < 0 ? longest : LONGEST_PAUSE);
                ScriptedConnector.Try second = rig.connector.next();
                ScriptedConnector.Try third = rig.connector.next();
                second.accept().hangUp();
                third.fail();
                assertThat(rig.connector.isIdle()).isTrue();
                longest = longest.multipliedBy(2);
            }
            assertThat(peer.isClosed()).isFalse();
        }

        /** Waits for the next round at most so long; the link is kept alive meanwhile. */
        private void pass(Duration time) {
            Duration step = Duration.ofSeconds(3);
            for (Duration left = time; rig.connector.isIdle() && !left.isNegative(); left = left.minus(step)) {
                rig.advance(left.compareTo(step) < 0 ? left : step);
                peer.pongAll();
            }
        }

        @Test
        void doesNotWaitForASilentServerForEver() {
            rig.advance(FIRST_PAUSE);
            Peer silent = rig.connector.next().accept();
            rig.connector.next().fail();
            rig.advance(Duration.ofSeconds(4));
            assertThat(silent.isClosed()).isTrue();
            rig.advance(FIRST_PAUSE.multipliedBy(2));
            assertThat(rig.connector.next().hosts()).containsExactly("zk2");
        }

        @Test
        void leadsToTheServerWithAQuorumAndANewSession() {
            Request<?> pending = rig.submit(new GetData("/a", false));
            peer.expect(OpCode.GET_DATA);
            rig.advance(FIRST_PAUSE);
            ScriptedConnector.Try second = rig.connector.next();
            Peer probed = rig.connector.next().accept();
            probed.expectConnect();
            probed.sayExpired();
            assertThat(probed.isClosed()).isTrue();
            assertThat(second.isCancelled()).isTrue();
            assertThat(peer.isClosed()).isTrue();
            assertThat(Failures.of(pending))
                    .isInstanceOf(SessionExpiredException.class)
                    .isInstanceOfSatisfying(
                            ZkException.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN));

            ScriptedConnector.Try attempt = rig.connector.next();
            assertThat(attempt.hosts()).containsExactly("zk3", "zk2", "zk1");
            Peer next = attempt.accept();
            Frame.Connect connect = next.expectConnect();
            assertThat(connect.sessionId()).isZero();
            assertThat(connect.readOnly()).isTrue();
            next.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            assertThat(rig.states())
                    .containsExactly(
                            "LOST>CONNECTED",
                            "CONNECTED>SUSPENDED",
                            "SUSPENDED>LOST READ_ONLY_ENDED",
                            "LOST>CONNECTED");
            rig.advance(Duration.ofSeconds(10));
            assertThat(rig.connector.isIdle()).isTrue();
        }

        @Test
        void endsWithTheClient() {
            rig.advance(FIRST_PAUSE);
            Peer probed = rig.connector.next().accept();
            ScriptedConnector.Try other = rig.connector.next();
            rig.stop();
            peer.refuse(peer.expect(OpCode.CLOSE_SESSION), 1, -119);
            rig.run();
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
            assertThat(probed.isClosed()).isTrue();
            assertThat(other.isCancelled()).isTrue();
            rig.advance(Duration.ofMinutes(2));
            assertThat(rig.connector.isIdle()).isTrue();
        }
    }

    @Nested
    class BrokenLink {

        @Test
        void endsTheSessionForNoOtherServerKnowsIt() {
            peer.hangUp();
            assertThat(rig.states())
                    .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST READ_ONLY_ENDED");
            ScriptedConnector.Try attempt = rig.connector.next();
            assertThat(attempt.hosts()).containsExactly("zk2", "zk3", "zk1");
            assertThat(attempt.accept().expectConnect().sessionId()).isZero();
        }

        @Test
        void thatBreaksAgainAndAgainIsNoReasonForAStorm() {
            peer.hangUp();
            peer = rig.connector.next().accept();
            peer.expectConnect();
            peer.grant(READ_ONLY_SESSION, SessionRig.PASSWORD, true).pong();
            peer.hangUp();
            assertThat(rig.connector.isIdle()).isTrue();
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.connector.isIdle()).isFalse();
        }
    }

    @Nested
    class SessionOfTheQuorum {

        @Test
        void isKeptWhenServersWithoutOneRefuseIt() {
            peer.hangUp();
            Peer quorum = rig.connector.next().accept();
            quorum.expectConnect();
            quorum.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            rig.advance(Duration.ofSeconds(2));
            quorum.hangUp();
            Peer refusing = rig.connector.next().accept();
            assertThat(refusing.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            refusing.hangUp();
            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            Peer next = rig.connector.next().accept();
            assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
            next.grant(SessionRig.SESSION, SessionRig.PASSWORD, false).pong();
            assertThat(rig.events.get(rig.events.size() - 1).newSession()).isFalse();
        }
    }
}
