package dev.zkspring.client.internal.session;

import static dev.zkspring.client.internal.session.BatchFrame.end;
import static dev.zkspring.client.internal.session.BatchFrame.error;
import static dev.zkspring.client.internal.session.BatchFrame.nextPaths;
import static dev.zkspring.client.internal.session.BatchFrame.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of reads that went out as one request. */
class ReadBatchAnswerTest {

    private static final int NO_NODE = -101;

    private static final int NO_AUTH = -102;

    private static final int SYSTEM_ERROR = -1;

    private SessionRig rig = connected(settings -> {});

    private static SessionRig connected(Consumer<TestSettings> change) {
        return SessionRig.connected(settings -> {
            settings.readBatching = true;
            change.accept(settings);
        });
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void restart(Consumer<TestSettings> change) {
        rig.close();
        rig = connected(change);
    }

    private List<Request<NodeData>> gets(String... paths) {
        List<Request<NodeData>> reads = new ArrayList<>();
        for (String path : paths) {
            reads.add(rig.submit(new GetData(path, false)));
        }
        return reads;
    }

    private static ErrorCode code(CompletableFuture<?> failed) {
        return ((ZkException) Failures.of(failed)).code();
    }

    private static int value(CompletableFuture<NodeData> answered) {
        assertThat(answered).isCompleted();
        return answered.join().data()[0];
    }

    private void expectAlone(Peer peer, String path) {
        peer.reply(peer.expect(OpCode.GET_DATA, path), 1, Peer.node(7));
        rig.run();
    }

    @Nested
    class Answers {

        @Test
        void goToTheirCallersInOrder() {
            List<Request<NodeData>> reads = gets("/a", "/b", "/c");
            List<String> order = new ArrayList<>();
            reads.forEach(read -> read.thenRun(() -> order.add(read.operation().path())));
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), node(2), node(3), end());
            rig.run();

            assertThat(reads).extracting(ReadBatchAnswerTest::value).containsExactly(1, 2, 3);
            assertThat(reads.get(0).join().stat()).isEqualTo(Peer.STAT);
            assertThat(order).containsExactly("/a", "/b", "/c");
        }

        @Test
        void mayBeListsOfChildren() {
            Request<List<String>> first = rig.submit(new GetChildren("/a", false));
            Request<List<String>> second = rig.submit(new GetChildren("/b", false));
            BatchFrame.next(rig.peer).answer(rig.peer, 1, BatchFrame.children(), BatchFrame.children("x", "y"), end());
            rig.run();

            assertThat(first.join()).isEmpty();
            assertThat(second.join()).containsExactly("x", "y");
        }

        @Test
        void thatAreErrorsConcernTheirOwnCallerOnly() {
            List<Request<NodeData>> reads = gets("/a", "/b", "/c", "/d");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, error(NO_NODE), node(2), error(NO_AUTH), node(4), end());
            rig.run();

            assertThat(code(reads.get(0))).isEqualTo(ErrorCode.NO_NODE);
            assertThat(Failures.of(reads.get(0))).hasMessageContaining("getData /a");
            assertThat(value(reads.get(1))).isEqualTo(2);
            assertThat(code(reads.get(2))).isEqualTo(ErrorCode.NO_AUTH);
            assertThat(value(reads.get(3))).isEqualTo(4);
            assertThat(rig.peer.isClosed()).isFalse();
        }

        @Test
        void mayBeForCallersThatAreGone() {
            restart(settings -> settings.requestTimeout = Duration.ofSeconds(2));
            List<Request<NodeData>> reads = gets("/a", "/b", "/c");
            BatchFrame batch = BatchFrame.next(rig.peer);
            reads.get(0).cancel(false);
            rig.advance(Duration.ofSeconds(2));
            List<Request<NodeData>> later = gets("/d");
            batch.answerAll(rig.peer, 1);
            expectAlone(rig.peer, "/d");

            assertThat(reads.get(0)).isCancelled();
            assertThat(code(reads.get(1))).isEqualTo(ErrorCode.REQUEST_TIMEOUT);
            assertThat(value(later.get(0))).isEqualTo(7);
            assertThat(rig.session.statistics().pendingRequests()).isZero();
        }

        @Test
        void ofWhichOneEndsTheClientLeaveTheOthersToThat() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            reads.get(0).thenRun(() -> rig.session.stop(Duration.ZERO));
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), error(-115), node(3), end());
            rig.run();

            assertThat(value(reads.get(0))).isEqualTo(1);
            assertThat(reads.get(1)).isCompletedExceptionally();
        }

        @Test
        void ofWhichOneEndsTheLinkLeaveTheOthersToTheNext() {
            List<Request<NodeData>> reads = gets("/a", "/b", "/c");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), error(-118), node(3), end());
            rig.run();
            assertThat(value(reads.get(0))).isEqualTo(1);
            assertThat(code(reads.get(1))).isEqualTo(ErrorCode.SESSION_MOVED);
            assertThat(reads.get(2)).isNotDone();
            Peer next = rig.connector.next().accept().grant().pong();
            expectAlone(next, "/c");

            assertThat(value(reads.get(2))).isEqualTo(7);
        }
    }

    @Nested
    class MalformedAnswer {

        private void endsTheLinkAndTheRestGoesAlone(List<Request<NodeData>> reads, int from) {
            rig.run();
            assertThat(rig.peer.isClosed()).isTrue();
            Peer next = rig.connector.next().accept().grant().pong();
            for (Request<NodeData> read : reads.subList(from, reads.size())) {
                assertThat(read).isNotDone();
                expectAlone(next, read.operation().path());
                assertThat(value(read)).isEqualTo(7);
            }
        }

        @Test
        void withTooFewElements() {
            List<Request<NodeData>> reads = gets("/a", "/b", "/c");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), end());

            endsTheLinkAndTheRestGoesAlone(reads, 1);
            assertThat(value(reads.get(0))).isEqualTo(1);
        }

        @Test
        void withTooManyElements() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), node(2), node(3), end());

            endsTheLinkAndTheRestGoesAlone(reads, 2);
            assertThat(value(reads.get(1))).isEqualTo(2);
        }

        @Test
        void withAnElementOfAnotherKind() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), BatchFrame.children("x"), end());

            endsTheLinkAndTheRestGoesAlone(reads, 1);
        }

        @Test
        void thatEndsEarly() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), out -> out.writeInt(OpCode.GET_DATA.number()));

            endsTheLinkAndTheRestGoesAlone(reads, 1);
        }

        @Test
        void inOneElementFailsItsCaller() {
            Request<?> first = rig.submit(new GetChildren("/a", false));
            Request<?> second = rig.submit(new GetChildren("/b", false));
            BatchFrame.next(rig.peer).answer(rig.peer, 1, BatchFrame.success(OpCode.GET_CHILDREN, out -> {
                out.writeInt(1);
                out.writeNullableString(null);
            }));
            rig.run();
            assertThat(code(first)).isEqualTo(ErrorCode.MARSHALLING_ERROR);
            Peer next = rig.connector.next().accept().grant().pong();

            next.expect(OpCode.GET_CHILDREN, "/b");
            assertThat(second).isNotDone();
        }
    }

    @Nested
    class BrokenLink {

        @Test
        void sendsAllAgainInOrderBeforeWhatWaits() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer);
            rig.stall();
            reads.addAll(gets("/c"));
            Request<?> change = rig.submit(new SetData("/d", new byte[0], -1));
            rig.run();
            rig.peer.hangUp();
            Peer next = rig.connector.next().accept().grant().pong();
            BatchFrame again = BatchFrame.next(next);
            assertThat(again.paths()).containsExactly("/a", "/b", "/c");
            next.expect(OpCode.SET_DATA, "/d");
            again.answerAll(next, 1);
            rig.run();

            assertThat(reads).allMatch(CompletableFuture::isDone);
            assertThat(change).isNotDone();
        }

        @Test
        void onTheWayToAnOlderServerTakesThemApart() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer);
            rig.versions = (endpoint, done) -> done.accept(new ServerVersion(3, 5, 10));
            rig.peer.hangUp();
            Peer next = rig.connector.next().accept().grant().pong();
            expectAlone(next, "/a");
            expectAlone(next, "/b");

            assertThat(reads).extracting(ReadBatchAnswerTest::value).containsOnly(7);
        }

        @Test
        void withTheSessionGoneFailsThemAll() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer);
            rig.peer.hangUp();
            Peer next = rig.connector.next().accept();
            next.expectConnect();
            next.sayExpired();
            rig.run();

            assertThat(reads).extracting(ReadBatchAnswerTest::code).containsOnly(ErrorCode.SESSION_EXPIRED);
            assertThat(((ZkException) Failures.of(reads.get(0))).outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Nested
    class RefusedAsAWhole {

        @Test
        void allGoAgainAloneBeforeWhatWaits() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame batch = BatchFrame.next(rig.peer);
            rig.stall();
            gets("/c");
            rig.run();
            rig.peer.refuse(batch.frame(), 1, SYSTEM_ERROR);
            rig.run();
            rig.unstall();
            Frame first = rig.peer.expect(OpCode.GET_DATA, "/a");
            Frame second = rig.peer.expect(OpCode.GET_DATA, "/b");
            rig.peer.expect(OpCode.GET_DATA, "/c");
            rig.peer.refuse(first, 1, SYSTEM_ERROR);
            rig.peer.reply(second, 1, Peer.node(2));
            rig.run();

            assertThat(code(reads.get(0))).isEqualTo(ErrorCode.SYSTEM_ERROR);
            assertThat(value(reads.get(1))).isEqualTo(2);
            assertThat(rig.peer.isClosed()).isFalse();
        }

        @Test
        void byAServerThatDoesNotKnowItTheyGoToTheNextAlone() {
            gets("/a", "/b");
            rig.peer.refuse(BatchFrame.next(rig.peer).frame(), -1, ErrorCode.UNIMPLEMENTED.number());
            rig.peer.hangUp();
            Peer next = rig.connector.next().accept().grant().pong();
            expectAlone(next, "/a");
            expectAlone(next, "/b");
            gets("/c", "/d");

            assertThat(nextPaths(next)).containsExactly("/c", "/d");
        }

        @Test
        void becauseTheSessionIsElsewhereTheyGoThereAlone() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            rig.peer.refuse(BatchFrame.next(rig.peer).frame(), 1, -118);
            Peer next = rig.connector.next().accept().grant().pong();
            expectAlone(next, "/a");
            expectAlone(next, "/b");

            assertThat(reads).extracting(ReadBatchAnswerTest::value).containsOnly(7);
        }

        @Test
        void thoseThatAreTimedOutDoNotGoAgain() {
            restart(settings -> settings.requestTimeout = Duration.ofSeconds(2));
            gets("/a", "/b");
            BatchFrame batch = BatchFrame.next(rig.peer);
            rig.advance(Duration.ofSeconds(2));
            rig.peer.refuse(batch.frame(), 1, SYSTEM_ERROR);
            rig.run();

            rig.peer.expectNothing();
            assertThat(rig.session.statistics().pendingRequests()).isZero();
        }
    }

    @Nested
    class AnswerOverTheLimit {

        @Test
        void isAskedForAgainReadByReadSoThatOnlyTheLargeOneFails() {
            restart(settings -> settings.maxResponseSize = 100_000);
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer).answer(rig.peer, 1, node(1), node(new int[110_000]), end());
            expectAlone(rig.peer, "/a");
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA, "/b"), 1, Peer.node(new int[110_000]));
            rig.run();
            assertThat(value(reads.get(0))).isEqualTo(7);
            assertThat(code(reads.get(1))).isEqualTo(ErrorCode.RESPONSE_TOO_LARGE);
            gets("/c", "/d");

            rig.peer.expect(OpCode.GET_DATA, "/c");
            rig.peer.expect(OpCode.GET_DATA, "/d");
            assertThat(rig.peer.isClosed()).isFalse();
        }
    }

    @Nested
    class Stop {

        @Test
        void waitsForTheAnswersToAll() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame batch = BatchFrame.next(rig.peer);
            CompletableFuture<Boolean> stopped = rig.stop();
            batch.answerAll(rig.peer, 1);
            rig.peer.reply(rig.peer.expect(OpCode.CLOSE_SESSION), 1);
            rig.run();

            assertThat(reads).extracting(ReadBatchAnswerTest::value).containsExactly(0, 1);
            assertThat(stopped).isCompletedWithValue(true);
        }

        @Test
        void thatIsNotAnsweredInTimeFailsThemAll() {
            List<Request<NodeData>> reads = gets("/a", "/b");
            BatchFrame.next(rig.peer);
            rig.stop();
            rig.advance(Duration.ofSeconds(10));

            assertThat(reads).extracting(ReadBatchAnswerTest::code).containsOnly(ErrorCode.CONNECTION_LOSS);
        }
    }
}
