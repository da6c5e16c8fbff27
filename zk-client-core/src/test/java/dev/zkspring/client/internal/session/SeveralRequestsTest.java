package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.ExpectedVersion;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.operation.DescendantCount;
import dev.zkspring.client.internal.operation.MultiReading;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.ReadOutcome;
import dev.zkspring.client.internal.operation.Resending;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that take several requests, frame by frame. */
class SeveralRequestsTest {

    private static final int NO_NODE = -101;

    private final SessionRig rig = new SessionRig();

    private Peer peer;

    private void connect(int minor) {
        rig.versions = (endpoint, done) -> done.accept(new ServerVersion(3, minor, 4));
        rig.session.start();
        rig.peer = rig.connector.next().accept().grant().pong();
        peer = rig.peer;
        rig.advance(SessionRig.STABLE);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void assertFailed(CompletableFuture<?> future, ErrorCode code, Outcome outcome) {
        rig.run();
        assertThat(future).isCompletedExceptionally();
        assertThat(Failures.of(future)).isInstanceOfSatisfying(ZkException.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.outcome()).isEqualTo(outcome);
        });
    }

    private NodeCreation creation(String chroot) {
        return new NodeCreation(rig.session, new Chroot(chroot), Acl.OPEN);
    }

    @Nested
    class CreationOnServersBefore35 {

        private CompletableFuture<CreateResult> created;

        private void create() {
            connect(4);
            created = creation("")
                    .pathAndStat(CreateRequest.of("/a")
                            .mode(CreateMode.PERSISTENT_SEQUENTIAL)
                            .build());
            peer.reply(peer.expect(OpCode.CREATE, "/a"), 1, out -> out.writeString("/a0000000001"));
        }

        @Test
        void readsTheStatBehindIt() {
            create();
            peer.reply(peer.expect(OpCode.EXISTS, "/a0000000001"), 2, Peer.stat());
            rig.run();

            assertThat(created).isCompletedWithValue(new CreateResult("/a0000000001", Peer.STAT));
        }

        @Test
        void saysThatItWasDoneWhenTheNodeIsGoneAlready() {
            create();
            peer.refuse(peer.expect(OpCode.EXISTS), 2, NO_NODE);

            assertFailed(created, ErrorCode.NO_NODE, Outcome.UNKNOWN);
            assertThat(Failures.of(created))
                    .hasMessageContaining("/a0000000001")
                    .hasMessageContaining("was created");
        }

        @Test
        void saysThatItWasDoneWhenTheStatCannotBeRead() {
            create();
            peer.expect(OpCode.EXISTS);
            rig.stop();
            peer.hangUp();

            assertFailed(created, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            assertThat(Failures.of(created)).hasMessageContaining("was created");
        }

        @Test
        void refusesContainersAndTimesToLive() {
            connect(4);
            CompletableFuture<String> container = creation("")
                    .path(CreateRequest.of("/a").mode(CreateMode.CONTAINER).build());

            assertFailed(container, ErrorCode.UNSUPPORTED_BY_SERVER, Outcome.NOT_SENT);
            peer.expectNothing();
        }

        @Test
        void makesPersistentParentsInPlaceOfContainers() {
            connect(4);
            CompletableFuture<String> created = creation("")
                    .path(CreateRequest.of("/p/a").createParentsAsContainers().build());
            peer.refuse(peer.expect(OpCode.CREATE, "/p/a"), 1, NO_NODE);
            peer.reply(peer.expect(OpCode.CREATE, "/p"), 2, out -> out.writeString("/p"));
            peer.reply(peer.expect(OpCode.CREATE, "/p/a"), 3, out -> out.writeString("/p/a"));
            rig.run();

            assertThat(created).isCompletedWithValue("/p/a");
        }
    }

    @Nested
    class ParentsAsContainers {

        @Test
        void areContainersBelowTheChrootOnly() {
            connect(9);
            creation("/app")
                    .path(CreateRequest.of("/p/a").createParentsAsContainers().build());
            peer.refuse(peer.expect(OpCode.CREATE, "/p/a"), 1, NO_NODE);
            peer.refuse(peer.expect(OpCode.CREATE_CONTAINER, "/app/p"), 2, NO_NODE);
            peer.reply(peer.expect(OpCode.CREATE, "/app"), 3, out -> out.writeString("/app"));

            peer.expect(OpCode.CREATE_CONTAINER, "/app/p");
        }
    }

    @Nested
    class ManyReads {

        private CompletableFuture<List<ReadOutcome>> read(Operation<?>... reads) {
            return new MultiReading(rig.session).read(List.of(reads));
        }

        @Test
        void areSplitByKindAndPutBackInOrder() {
            connect(9);
            Operation<?> data = new GetData("/a", false);
            Operation<?> names = new GetChildren("/b", false);
            Operation<?> missing = new GetData("/c", false);
            CompletableFuture<List<ReadOutcome>> outcomes = read(data, names, missing);
            peer.reply(peer.expect(OpCode.MULTI_READ), 1, out -> {
                header(out, 4);
                Peer.node(1).accept(out);
                header(out, -1);
                out.writeInt(NO_NODE);
                end(out);
            });
            peer.reply(peer.expect(OpCode.MULTI_READ), 1, out -> {
                header(out, 8);
                out.writeStrings(List.of("x"));
                end(out);
            });
            rig.run();

            assertOutcomes(outcomes, data, names, missing);
        }

        private void header(WireWriter out, int type) {
            out.writeInt(type);
            out.writeBoolean(false);
            out.writeInt(0);
        }

        private void end(WireWriter out) {
            out.writeInt(-1);
            out.writeBoolean(true);
            out.writeInt(-1);
        }

        @Test
        void areSingleOnesForServersBefore36WithTheSameResults() {
            connect(5);
            Operation<?> data = new GetData("/a", false);
            Operation<?> names = new GetChildren("/b", false);
            Operation<?> missing = new GetData("/c", false);
            CompletableFuture<List<ReadOutcome>> outcomes = read(data, names, missing);
            peer.reply(peer.expect(OpCode.GET_DATA, "/a"), 1, Peer.node(1));
            peer.refuse(peer.expect(OpCode.GET_DATA, "/c"), 1, NO_NODE);
            peer.reply(peer.expect(OpCode.GET_CHILDREN, "/b"), 1, out -> out.writeStrings(List.of("x")));
            rig.run();

            assertOutcomes(outcomes, data, names, missing);
        }

        private void assertOutcomes(CompletableFuture<List<ReadOutcome>> outcomes, Operation<?>... reads) {
            assertThat(outcomes).isCompleted();
            assertThat(outcomes.join()).extracting(ReadOutcome::read).containsExactly(reads);
            assertThat(outcomes.join().get(0).value()).isNotNull();
            assertThat(outcomes.join().get(1).value()).isEqualTo(List.of("x"));
            assertThat(outcomes.join().get(2).value()).isNull();
            assertThat(outcomes.join().get(2).error()).isInstanceOfSatisfying(ZkException.class, error -> {
                assertThat(error).hasMessage("getData /c: no node");
                assertThat(error.code()).isEqualTo(ErrorCode.NO_NODE);
            });
        }

        @Test
        void areSentInGroupsToServersBefore36() {
            connect(5);
            Operation<?>[] reads = IntStream.range(0, 100)
                    .mapToObj(i -> new GetData("/n" + i, false))
                    .toArray(Operation<?>[]::new);
            CompletableFuture<List<ReadOutcome>> outcomes = read(reads);
            List<Frame> group = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                group.add(peer.expect(OpCode.GET_DATA, "/n" + i));
            }
            peer.expectNothing();
            group.forEach(frame -> peer.reply(frame, 1, Peer.node(1)));
            for (int i = 64; i < 100; i++) {
                peer.reply(peer.expect(OpCode.GET_DATA, "/n" + i), 1, Peer.node(1));
            }
            rig.run();

            assertThat(outcomes).isCompleted();
            assertThat(outcomes.join()).hasSize(100);
        }

        @Test
        void areNoRequestForNone() {
            connect(9);

            assertThat(read()).isCompletedWithValue(List.of());
            peer.expectNothing();
        }

        @Test
        void failTogetherWhenTheyCannotBeAsked() {
            connect(5);
            CompletableFuture<List<ReadOutcome>> outcomes = read(new GetData("/a", false));
            peer.expect(OpCode.GET_DATA);
            rig.stop();
            peer.hangUp();

            assertFailed(outcomes, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
        }
    }

    @Nested
    class DescendantsOnServersBefore36 {

        private void tell(String path, String... names) {
            peer.reply(peer.expect(OpCode.GET_CHILDREN, path), 1, out -> out.writeStrings(List.of(names)));
        }

        @Test
        void areCountedLevelByLevel() {
            connect(5);
            CompletableFuture<Integer> count = new DescendantCount(rig.session).below("/a");
            tell("/a", "b", "c");
            tell("/a/c", "d");
            peer.refuse(peer.expect(OpCode.GET_CHILDREN, "/a/b"), 1, NO_NODE);
            tell("/a/c/d");
            rig.run();

            assertThat(count).isCompletedWithValue(3);
        }

        @Test
        void areNotCountedBelowAMissingNode() {
            connect(5);
            CompletableFuture<Integer> count = new DescendantCount(rig.session).below("/a");
            peer.refuse(peer.expect(OpCode.GET_CHILDREN, "/a"), 1, NO_NODE);

            assertFailed(count, ErrorCode.NO_NODE, Outcome.REFUSED);
        }
    }

    @Nested
    class ChangesSentAgain {

        private CompletableFuture<Stat> set(boolean retryUnknown) {
            return new Resending(rig.session)
                    .change(new SetData("/a", null, 3), ExpectedVersion.of(3).retryUnknown(retryUnknown));
        }

        private void loseAnswer() {
            peer.expect(OpCode.SET_DATA, "/a");
            peer = rig.reconnect().pong();
            rig.advance(SessionRig.STABLE);
        }

        @Test
        void areThoseThatWereToBe() {
            connect(9);
            CompletableFuture<Stat> set = set(false);
            loseAnswer();

            assertFailed(set, ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN);
            peer.expectNothing();
        }

        @Test
        void succeedIfTheyWereNotDoneBefore() {
            connect(9);
            CompletableFuture<Stat> set = set(true);
            loseAnswer();
            loseAnswer();
            peer.reply(peer.expect(OpCode.SET_DATA, "/a"), 1, Peer.stat());
            rig.run();

            assertThat(set).isCompletedWithValue(Peer.STAT);
        }

        @ParameterizedTest
        @CsvSource({"-103, BAD_VERSION", "-101, NO_NODE", "-102, NO_AUTH"})
        void areUnknownIfTheyAreRefused(int error, ErrorCode code) {
            connect(9);
            CompletableFuture<Stat> set = set(true);
            loseAnswer();
            peer.refuse(peer.expect(OpCode.SET_DATA, "/a"), 1, error);

            assertFailed(set, code, Outcome.UNKNOWN);
        }

        @Test
        void areRefusedTheFirstTimeAsAnyOther() {
            connect(9);
            CompletableFuture<Stat> set = set(true);
            peer.refuse(peer.expect(OpCode.SET_DATA, "/a"), 1, -103);

            assertFailed(set, ErrorCode.BAD_VERSION, Outcome.REFUSED);
        }
    }
}
