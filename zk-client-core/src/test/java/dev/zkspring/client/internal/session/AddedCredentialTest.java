package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.error.AuthFailedException;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.RequestTooLargeException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A credential that is added to a running client. */
class AddedCredentialTest extends AuthenticationFixture {

    @Test
    void goesOutAtOnceAndItsAnswerMayOvertakeOthers() {
        Peer peer = connected();
        CompletableFuture<?> read = rig.submit(new GetData("/a", false));
        Frame get = peer.expect(OpCode.GET_DATA);
        CompletableFuture<Void> added = add(BOB);
        peer.reply(expectAuth(peer, BOB), 0);
        rig.run();
        assertThat(added).isCompleted();
        assertThat(read).isNotDone();

        peer.reply(get, 3, Peer.node(1));
        rig.run();
        assertThat(read).isCompleted();
    }

    @Test
    void goesOutOnLaterConnectionsOnceItIsAccepted() {
        Peer peer = connected(ALICE);
        add(BOB);
        peer.reply(expectAuth(peer, BOB), 0);
        Peer next = rig.reconnect();

        next.reply(expectAuth(next, ALICE), 0);
        next.reply(expectAuth(next, BOB), 0).pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void thatIsKnownIsNotSentAgain() {
        Peer peer = connected(ALICE);
        assertThat(add(ALICE)).isCompleted();
        add(BOB);
        CompletableFuture<Void> twice = add(BOB);
        peer.reply(expectAuth(peer, BOB), 0).expectNothing();

        assertThat(twice).isCompleted();
        assertThat(add(BOB)).isCompleted();
        peer.expectNothing();
    }

    @Test
    void thatIsRefusedFailsAndTheSessionGoesOnWithoutIt() {
        Peer peer = connected(ALICE);
        CompletableFuture<?> read = rig.submit(new GetData("/a", false));
        CompletableFuture<?> written = rig.submit(new SetData("/a", null, -1));
        peer.expect(OpCode.GET_DATA);
        peer.expect(OpCode.SET_DATA);
        CompletableFuture<Void> added = add(FOO);
        peer.refuse(expectAuth(peer, FOO), 0, AUTH_FAILED);

        assertThat(peer.isClosed()).isTrue();
        assertThat(Failures.of(added))
                .isInstanceOf(AuthFailedException.class)
                .hasMessageContaining("scheme foo")
                .extracting(failure -> ((ZkException) failure).outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(written).isCompletedExceptionally();
        assertThat(read).isNotDone();
        Peer next = rig.connector.next().accept();
        assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
        next.grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
        next.reply(expectAuth(next, ALICE), 0).pong();
        next.reply(next.expect(OpCode.GET_DATA), 9, Peer.node(1)).expectNothing();
        assertThat(read).isCompleted();
        assertThat(rig.states()).containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>CONNECTED");
    }

    @Test
    void waitsForTheNextConnection() {
        Peer peer = connected();
        peer.hangUp();
        CompletableFuture<Void> added = add(BOB);
        assertThat(added).isNotDone();
        Peer next = rig.connector.next().accept().grant();
        Frame auth = expectAuth(next, BOB);
        assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
        next.reply(auth, 0).pong();

        assertThat(added).isCompleted();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void thatWaitedAndIsRefusedDoesNotEndTheClient() {
        Peer peer = connected();
        peer.hangUp();
        CompletableFuture<Void> added = add(FOO);
        Peer next = rig.connector.next().accept().grant();
        next.refuse(expectAuth(next, FOO), 0, AUTH_FAILED);
        rig.run();
        assertThat(Failures.of(added)).isInstanceOf(AuthFailedException.class);

        rig.connector.next().accept().grant().pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void whoseLinkBreaksIsSentAgainOnTheNext() {
        Peer peer = connected();
        CompletableFuture<Void> added = add(BOB);
        expectAuth(peer, BOB);
        Peer next = rig.reconnect();
        assertThat(added).isNotDone();
        next.reply(expectAuth(next, BOB), 0).pong();

        assertThat(added).isCompleted();
    }

    @Test
    void thatIsAddedWhileOthersAreAskedForGoesOutToo() {
        Peer peer = granted(ALICE);
        Frame alice = expectAuth(peer, ALICE);
        CompletableFuture<Void> added = add(BOB);
        Frame bob = expectAuth(peer, BOB);
        peer.reply(alice, 0).expectNothing();
        peer.reply(bob, 0).pong();

        assertThat(added).isCompleted();
    }

    @Test
    void failsWhenNoServerAnswersInTime() {
        Peer peer = connected();
        peer.hangUp();
        rig.connector.next();
        CompletableFuture<Void> waiting = add(BOB);
        rig.advance(Duration.ofSeconds(300));

        assertThat(Failures.of(waiting))
                .isInstanceOf(RequestTimeoutException.class)
                .extracting(failure -> ((ZkException) failure).outcome())
                .isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void thatNobodyWaitsForAnyMoreIsNotSentAgain() {
        rig = rig(settings -> settings.requestTimeout = Duration.ofSeconds(5));
        Peer peer = connect();
        CompletableFuture<Void> added = add(BOB);
        expectAuth(peer, BOB);
        rig.advance(Duration.ofSeconds(5));
        assertThat(Failures.of(added))
                .isInstanceOf(RequestTimeoutException.class)
                .extracting(failure -> ((ZkException) failure).outcome())
                .isEqualTo(Outcome.UNKNOWN);

        rig.reconnect().pong().expectNothing();
    }

    @Test
    void thatIsAcceptedLateIsKept() {
        rig = rig(settings -> settings.requestTimeout = Duration.ofSeconds(5));
        Peer peer = connect();
        add(BOB);
        Frame auth = expectAuth(peer, BOB);
        rig.advance(Duration.ofSeconds(5));
        peer.reply(auth, 0);
        rig.run();

        expectAuth(rig.reconnect(), BOB);
    }

    @Test
    void failsOnAStoppedClientAndWithIt() {
        assertThat(Failures.of(add(BOB)))
                .isInstanceOf(ClientClosedException.class)
                .hasMessageContaining("not started");
        Peer peer = connected();
        CompletableFuture<Void> asked = add(BOB);
        expectAuth(peer, BOB);
        rig.stop();
        peer.reply(peer.expect(OpCode.CLOSE_SESSION), 9);
        rig.run();

        assertThat(Failures.of(asked))
                .isInstanceOf(ClientClosedException.class)
                .extracting(failure -> ((ZkException) failure).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void survivesARestartOnceItIsAccepted() {
        Peer peer = connected();
        add(BOB);
        peer.reply(expectAuth(peer, BOB), 0);
        CompletableFuture<Boolean> stopped = rig.stop();
        peer.reply(peer.expect(OpCode.CLOSE_SESSION), 9);
        rig.run();
        assertThat(stopped).isCompletedWithValue(true);
        rig.session.start();

        expectAuth(rig.connector.next().accept().grant(), BOB);
    }

    @Test
    void thatALaterServerRefusesEndsTheClientButDoesNotKeepItFromStartingAgain() {
        Peer peer = connected();
        add(BOB);
        peer.reply(expectAuth(peer, BOB), 0);
        Peer next = rig.reconnect();
        next.refuse(expectAuth(next, BOB), 0, AUTH_FAILED);
        assertThat(rig.phase()).isEqualTo(SessionPhase.AUTH_FAILED);
        rig.session.start();

        rig.connector.next().accept().grant().pong();
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }

    @Test
    void thatIsLargerThanServersTakeIsNotSent() {
        Peer peer = connected();
        CompletableFuture<Void> added = add(new AuthInfo("foo", new byte[2_000_000]));

        assertThat(Failures.of(added))
                .isInstanceOf(RequestTooLargeException.class)
                .hasMessageContaining("2000000");
        peer.expectNothing();
    }
}
