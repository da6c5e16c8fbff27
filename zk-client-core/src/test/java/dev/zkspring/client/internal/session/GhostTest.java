package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that was lost by the client's own clock, which a server may still hold. */
class GhostTest {

    private final SessionRig rig = SessionRig.justConnected(settings -> {});

    @BeforeEach
    void loseTheSessionByTheClock() {
        Peer peer = rig.peer;
        rig.submit(new GetData("/a", false));
        peer.reply(peer.expect(OpCode.GET_DATA), 0x42, Peer.node());
        rig.run();
        peer.hangUp();
        rig.advance(Duration.ofSeconds(80));
    }

    @AfterEach
    void stop() {
        rig.close();
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
