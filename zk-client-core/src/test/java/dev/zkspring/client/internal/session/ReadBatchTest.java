package dev.zkspring.client.internal.session;

import static dev.zkspring.client.internal.session.BatchFrame.nextPaths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetChildren2;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.MultiRead;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.protocol.Sync;
import dev.zkspring.client.internal.transport.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which reads share a request. What becomes of them then is in {@link ReadBatchAnswerTest}. */
class ReadBatchTest {

    private static final int MAX_READS = 64;

    private SessionRig rig = SessionRig.connected(settings -> settings.readBatching = true);

    @AfterEach
    void stop() {
        rig.close();
    }

    private void restart(Consumer<TestSettings> change) {
        rig.close();
        rig = SessionRig.connected(change);
    }

    private Request<?> get(String path) {
        return rig.submit(new GetData(path, false));
    }

    private List<Request<?>> gets(int count) {
        List<Request<?>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(get("/" + i));
        }
        return reads;
    }

    /** Has the client see so many small answers that it expects no others. */
    @Nested
    class Neighbours {

        @Test
        void shareOneRequest() {
            get("/app/node");
            get("/app/other");
            Frame frame = rig.peer.expect(OpCode.MULTI_READ);
            byte[] expected = Golden.bytes("multiRead.request");
            byte[] header = Arrays.copyOf(frame.bytes(), Golden.REQUEST_HEADER);

            assertThat(header).containsExactly(0, 0, 0, 1, 0, 0, 0, OpCode.MULTI_READ.number());
            assertThat(tail(frame.bytes())).isEqualTo(tail(expected));
            rig.peer.expectNothing();
        }

        private static byte[] tail(byte[] bytes) {
            return Arrays.copyOfRange(bytes, Golden.REQUEST_HEADER, bytes.length);
        }

        @Test
        void mayBeListsOfChildren() {
            rig.submit(new GetChildren("/a", false));
            rig.submit(new GetChildren("/b", false));
            BatchFrame batch = BatchFrame.next(rig.peer);

            assertThat(batch.paths()).containsExactly("/a", "/b");
            assertThat(batch.types()).containsOnly(OpCode.GET_CHILDREN.number());
        }

        @Test
        void mayBelongToSeveralViews() {
            get("/a");
            rig.session.withChroot("/view").submit(new GetData("/a", false), null);

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/view/a");
        }

        @Test
        void areCountedAsThatManyRequestsInFlight() {
            gets(3);
            rig.run();

            assertThat(rig.session.statistics().inFlightRequests()).isEqualTo(3);
        }

        @Test
        void areNumberedAsOneRequest() {
            gets(3);
            assertThat(BatchFrame.next(rig.peer).frame().xid()).isEqualTo(1);
            get("/next");

            assertThat(rig.peer.expect(OpCode.GET_DATA).xid()).isEqualTo(2);
        }
    }

    @Nested
    class GoesAlone {

        @Test
        void aReadWithoutNeighbours() {
            get("/a");

            rig.peer.expect(OpCode.GET_DATA, "/a");
        }

        @Test
        void whatOtherRequestsStandBetween() {
            get("/a");
            rig.submit(new SetData("/a", new byte[0], -1));
            get("/b");
            rig.submit(new Sync("/"));
            get("/c");

            rig.peer.expect(OpCode.GET_DATA, "/a");
            rig.peer.expect(OpCode.SET_DATA, "/a");
            rig.peer.expect(OpCode.GET_DATA, "/b");
            rig.peer.expect(OpCode.SYNC, "/");
            rig.peer.expect(OpCode.GET_DATA, "/c");
        }

        @Test
        void aReadThatWatches() {
            get("/a");
            get("/b");
            rig.submit(new GetData("/c", true), event -> {});
            get("/d");
            get("/e");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
            rig.peer.expect(OpCode.GET_DATA, "/c");
            assertThat(nextPaths(rig.peer)).containsExactly("/d", "/e");
        }

        @Test
        void aReadOfAKindThatServersDoNotAnswerTogether() {
            rig.submit(new Exists("/a", false));
            rig.submit(new Exists("/b", false));
            rig.submit(new GetChildren2("/a", false));
            rig.submit(new GetChildren2("/b", false));

            rig.peer.expect(OpCode.EXISTS, "/a");
            rig.peer.expect(OpCode.EXISTS, "/b");
            rig.peer.expect(OpCode.GET_CHILDREN2, "/a");
            rig.peer.expect(OpCode.GET_CHILDREN2, "/b");
        }

        @Test
        void eachKindByItself() {
            get("/a");
            get("/b");
            rig.submit(new GetChildren("/c", false));
            rig.submit(new GetChildren("/d", false));
            get("/e");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
            assertThat(nextPaths(rig.peer)).containsExactly("/c", "/d");
            rig.peer.expect(OpCode.GET_DATA, "/e");
        }

        @Test
        void aReadThatCannotBeEncodedWithoutHarmToItsNeighbours() {
            get("/a");
            get("/b");
            Request<?> broken = rig.submit(new GetData(null, false));
            get("/c");
            get("/d");

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
            assertThat(nextPaths(rig.peer)).containsExactly("/c", "/d");
            assertThat(broken).isCompletedExceptionally();
        }
    }

    @Nested
    class Bounds {

        @Test
        void areSixtyFourReads() {
            rig.learnSmallAnswers();
            gets(2 * MAX_READS + 1);

            assertThat(nextPaths(rig.peer)).hasSize(MAX_READS).startsWith("/0");
            assertThat(nextPaths(rig.peer)).hasSize(MAX_READS).startsWith("/64");
            rig.peer.expect(OpCode.GET_DATA, "/128");
        }

        @Test
        void areNarrowWhileNothingIsKnownOfTheAnswers() {
            gets(17);

            assertThat(nextPaths(rig.peer)).hasSize(16);
            rig.peer.expect(OpCode.GET_DATA, "/16");
        }

        @Test
        void followTheSizeOfAnswersOfThatKind() {
            rig.learnSmallAnswers();
            get("/large");
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node(new int[60_000]));
            gets(5);
            rig.submit(new GetChildren("/a", false));
            rig.submit(new GetChildren("/b", false));

            assertThat(nextPaths(rig.peer)).hasSize(4);
            rig.peer.expect(OpCode.GET_DATA, "/4");
            assertThat(nextPaths(rig.peer)).hasSize(2);
        }

        @Test
        void letReadsGoAloneWhoseAnswersAreLargerThanHalfOfThem() {
            get("/large");
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node(new int[140_000]));
            gets(2);

            rig.peer.expect(OpCode.GET_DATA, "/0");
            rig.peer.expect(OpCode.GET_DATA, "/1");
        }

        @Test
        void widenAgainWithSmallAnswers() {
            get("/large");
            rig.peer.reply(rig.peer.expect(OpCode.GET_DATA), 1, Peer.node(new int[140_000]));
            rig.learnSmallAnswers();
            gets(MAX_READS);

            assertThat(nextPaths(rig.peer)).hasSize(MAX_READS);
        }

        @Test
        void followTheAnswersThatCameTogether() {
            gets(2);
            BatchFrame.next(rig.peer)
                    .answer(rig.peer, 1, BatchFrame.node(new int[100_000]), BatchFrame.node(1), BatchFrame.end());
            List.of("/a", "/b", "/c").forEach(ReadBatchTest.this::get);

            assertThat(nextPaths(rig.peer)).containsExactly("/a", "/b");
            rig.peer.expect(OpCode.GET_DATA, "/c");
        }

        @Test
        void keepTheRequestFarBelowTheLimitOfTheServer() {
            restart(settings -> {
                settings.readBatching = true;
                settings.maxRequestSize = 1_200;
            });
            String path = "/" + "p".repeat(99);
            for (int i = 0; i < 3; i++) {
                get(path);
            }

            assertThat(nextPaths(rig.peer)).containsExactly(path, path);
            rig.peer.expect(OpCode.GET_DATA, path);
        }

        @Test
        void doNotConcernALongPathThatGoesAlone() {
            restart(settings -> {
                settings.readBatching = true;
                settings.maxRequestSize = 1_200;
            });
            String path = "/" + "p".repeat(500);
            get(path);
            get(path);

            rig.peer.expect(OpCode.GET_DATA, path);
            rig.peer.expect(OpCode.GET_DATA, path);
        }
    }

    @Nested
    class Needs {

        private void connectTo(@Nullable ServerVersion version) {
            rig.close();
            rig = new SessionRig(change -> change.readBatching = true);
            rig.versions = (endpoint, done) -> done.accept(version);
            rig.session.start();
            rig.peer = rig.connector.next().accept().grant().pong();
        }

        private void goAlone() {
            gets(2);
            rig.peer.expect(OpCode.GET_DATA, "/0");
            rig.peer.expect(OpCode.GET_DATA, "/1");
        }

        @Test
        void aServerThatKnowsHow() {
            connectTo(new ServerVersion(3, 5, 10));

            goAlone();
        }

        @Test
        void theFirstServerThatKnowsHow() {
            connectTo(new ServerVersion(3, 6, 0));
            gets(2);

            assertThat(nextPaths(rig.peer)).hasSize(2);
        }

        @Test
        void moreThanHopeIfTheServerDoesNotTellItsVersion() {
            connectTo(null);

            goAlone();
        }

        @Test
        void noVersionFromAServerThatHasDoneItBefore() {
            connectTo(null);
            rig.submit(new MultiRead(List.of(new GetData("/a", false))));
            BatchFrame.next(rig.peer).answerAll(rig.peer, 1);
            gets(2);

            assertThat(nextPaths(rig.peer)).hasSize(2);
        }

        @Test
        void aServerThatDidNotRefuseItBefore() {
            Endpoint[] asked = {null};
            rig.versions = (endpoint, done) -> {
                asked[0] = endpoint;
                done.accept(new ServerVersion(3, 9, 5));
            };
            rig.reconnect().pong();
            gets(2);
            rig.peer.refuse(BatchFrame.next(rig.peer).frame(), -1, ErrorCode.UNIMPLEMENTED.number());
            Endpoint server = asked[0];
            rig.peer.hangUp();
            rig.peer = rig.connector.next().acceptFrom(server).grant().pong();
            rig.peer.expect(OpCode.GET_DATA, "/0");
            rig.peer.expect(OpCode.GET_DATA, "/1");

            goAlone();
        }

        @Test
        void toBeSwitchedOn() {
            restart(settings -> settings.readBatching = false);

            goAlone();
        }
    }
}
