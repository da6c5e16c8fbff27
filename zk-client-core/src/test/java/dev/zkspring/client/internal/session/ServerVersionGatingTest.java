package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Create2;
import dev.zkspring.client.internal.protocol.Created;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.RemoveWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.transport.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServerVersionGatingTest {

    private static final RemoveWatches SINCE_3_5 = RemoveWatches.of("/a", WatchKind.DATA);

    private final SessionRig rig = new SessionRig();

    private final List<Endpoint> asked = new ArrayList<>();

    private final List<Consumer<@Nullable ServerVersion>> open = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private void serversRun(@Nullable ServerVersion version) {
        rig.versions = (endpoint, done) -> {
            asked.add(endpoint);
            done.accept(version);
        };
    }

    private void serversAreSlowToTell() {
        rig.versions = (endpoint, done) -> {
            asked.add(endpoint);
            open.add(done);
        };
    }

    private Peer connect() {
        rig.session.start();
        return rig.connector.next().accept().grant();
    }

    private static ServerVersion version(int minor) {
        return new ServerVersion(3, minor, 0);
    }

    private static ZkException failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return (ZkException) catchThrowable(future::join).getCause();
    }

    @Nested
    class AnOperationThatTheServerIsTooOldFor {

        @Test
        void isNotSent() {
            serversRun(version(4));
            Peer peer = connect().pong();

            CompletableFuture<?> removed = rig.submit(SINCE_3_5);
            CompletableFuture<?> read = rig.submit(new GetData("/a", false));

            peer.expect(OpCode.GET_DATA, "/a");
            peer.expectNothing();
            assertThat(failureOf(removed).code()).isEqualTo(ErrorCode.UNSUPPORTED_BY_SERVER);
            assertThat(failureOf(removed).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failureOf(removed)).hasMessageContaining("3.5.0").hasMessageContaining("3.4.0");
            assertThat(read).isNotDone();
        }

        @Test
        void isSentToANewerServerAfterTheMove() {
            serversRun(version(4));
            Peer peer = connect().pong();
            serversRun(version(5));
            peer.hangUp();
            Peer newer = rig.connector.next().accept().grant().pong();

            rig.submit(SINCE_3_5);

            newer.expect(OpCode.REMOVE_WATCHES, "/a");
        }
    }

    @Nested
    class AServerWhoseVersionIsNotKnown {

        @Test
        void isAskedBesideTheHandshakeAndWaitedFor() {
            serversAreSlowToTell();
            Peer peer = connect();

            assertThat(asked).hasSize(1);
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTING);

            open.get(0).accept(version(4));
            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            assertThat(rig.session.snapshot().serverVersion()).isEqualTo(version(4));
            peer.pong();
        }

        /** The servers count a session's time from its last request. */
        @Test
        void isKeptFromExpiringTheSessionMeanwhile() {
            serversRun(null);
            Peer first = connect().pong();
            serversAreSlowToTell();
            first.hangUp();
            Peer next = rig.connector.next().accept().grant().pong();
            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            open.get(0).accept(version(9));

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            next.pong().expectNothing();
        }

        /** No more than by its handshake, which any half-open link may give. */
        @Test
        void keepsNoSessionAliveThatIsNotAnnounced() {
            serversRun(null);
            Peer first = connect().pong();
            serversAreSlowToTell();
            rig.advance(TestSettings.TIMEOUT.dividedBy(2));
            first.hangUp();
            rig.connector.next().accept().grant().pong();
            rig.advance(TestSettings.TIMEOUT.dividedBy(6).multipliedBy(5));
            rig.advance(Duration.ofMillis(10));

            assertThat(rig.states()).contains("SUSPENDED>LOST EXPIRED_BY_CLOCK");
        }

        @Test
        void isTrustedWithEverythingIfItDoesNotTell() {
            serversRun(null);
            Peer peer = connect().pong();

            rig.submit(SINCE_3_5);

            peer.expect(OpCode.REMOVE_WATCHES, "/a");
            assertThat(rig.session.snapshot().serverVersion()).isNull();
        }

        @Test
        void isNotAskedTwiceForWhatItDidNotKnow() {
            serversRun(null);
            Peer peer = connect().pong();
            CompletableFuture<?> first = rig.submit(SINCE_3_5);
            peer.reply(peer.expect(OpCode.REMOVE_WATCHES).xid(), -1, ErrorCode.UNIMPLEMENTED.number(), out -> {});
            peer.hangUp();
            assertThat(failureOf(first).code()).isEqualTo(ErrorCode.UNIMPLEMENTED);
            Peer same = rig.connector.next().acceptFrom(asked.get(0)).grant().pong();

            CompletableFuture<?> second = rig.submit(SINCE_3_5);

            same.expectNothing();
            assertThat(failureOf(second).code()).isEqualTo(ErrorCode.UNSUPPORTED_BY_SERVER);
        }

        @Test
        void isStillAskedForWhatItHasOnlySwitchedOff() {
            serversRun(null);
            Peer peer = connect().pong();
            CompletableFuture<Created> first =
                    rig.submit(new Create2(CreateRequest.of("/a").build()));
            peer.reply(peer.expect(OpCode.CREATE2).xid(), 17, ErrorCode.UNIMPLEMENTED.number(), out -> {});
            rig.run();
            assertThat(failureOf(first).code()).isEqualTo(ErrorCode.UNIMPLEMENTED);

            rig.submit(new Create2(CreateRequest.of("/a").build()));

            peer.expect(OpCode.CREATE2);
        }
    }

    @Nested
    class AServerWhoseVersionIsKnown {

        @Test
        void isAskedAgainButNotWaitedFor() {
            serversRun(version(4));
            Peer peer = connect().pong();
            Endpoint server = asked.get(0);
            serversAreSlowToTell();
            peer.hangUp();
            Peer again = rig.connector.next().acceptFrom(server).grant().pong();

            assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
            CompletableFuture<?> removed = rig.submit(SINCE_3_5);
            rig.run();
            assertThat(failureOf(removed).code()).isEqualTo(ErrorCode.UNSUPPORTED_BY_SERVER);

            open.get(0).accept(version(9));
            rig.submit(SINCE_3_5);
            again.expect(OpCode.REMOVE_WATCHES, "/a");
        }
    }

    @Nested
    class AStopWhileTheVersionIsNotKnown {

        @Test
        void closesTheSessionThatTheServerHasOpened() {
            serversAreSlowToTell();
            Peer peer = connect();

            CompletableFuture<Boolean> stopped = rig.stop();
            peer.expect(OpCode.PING);
            peer.reply(peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(stopped).isCompletedWithValue(true);
            open.get(0).accept(version(9));
            assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        }
    }
}
