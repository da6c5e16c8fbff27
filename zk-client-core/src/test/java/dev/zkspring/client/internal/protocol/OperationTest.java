package dev.zkspring.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.CreateMode;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperationTest {

    private static final int NO_NODE = -101;

    private static final int NO_WATCHER = -121;

    @Nested
    class Xids {

        @Test
        void numbersFollowEachOther() {
            assertThat(Xid.next(0)).isEqualTo(1);
            assertThat(Xid.next(1)).isEqualTo(2);
        }

        @Test
        void numberAfterTheLargestIsOneBecauseTheOthersAreReserved() {
            assertThat(Xid.next(Integer.MAX_VALUE - 1)).isEqualTo(Integer.MAX_VALUE);
            assertThat(Xid.next(Integer.MAX_VALUE)).isEqualTo(1);
        }
    }

    @Nested
    class Repetition {

        private static final Set<OpCode> WRITES = EnumSet.of(
                OpCode.CREATE,
                OpCode.CREATE2,
                OpCode.CREATE_CONTAINER,
                OpCode.CREATE_TTL,
                OpCode.DELETE,
                OpCode.SET_DATA,
                OpCode.SET_ACL,
                OpCode.MULTI,
                OpCode.RECONFIG);

        @ParameterizedTest
        @EnumSource(OpCode.class)
        void whatOnlyReadsMayBeSentAgain(OpCode opCode) {
            assertThat(opCode.changesState()).isEqualTo(WRITES.contains(opCode));
        }
    }

    @Nested
    class ErrorsThatAreAnswers {

        @Test
        void existsTakesAMissingNodeForAnAnswer() {
            assertThat(new Exists("/a", false).acceptsError(NO_NODE)).isTrue();
            assertThat(new Exists("/a", false).acceptsError(NO_WATCHER)).isFalse();
        }

        @Test
        void removeWatchesTakesAMissingWatchForAnAnswer() {
            assertThat(RemoveWatches.of("/a", WatchKind.DATA).acceptsError(NO_WATCHER))
                    .isTrue();
            assertThat(RemoveWatches.of("/a", WatchKind.DATA).acceptsError(NO_NODE))
                    .isFalse();
        }

        static Stream<Operation<?>> others() {
            return Stream.of(
                    new GetData("/a", true),
                    new GetChildren("/a", true),
                    new SetData("/a", null, -1),
                    new Delete("/a", -1),
                    new Sync("/a"),
                    new CloseSession());
        }

        @ParameterizedTest
        @MethodSource("others")
        void everythingElseFails(Operation<?> operation) {
            assertThat(operation.acceptsError(NO_NODE)).isFalse();
            assertThat(operation.acceptsError(NO_WATCHER)).isFalse();
        }
    }

    @Nested
    class WatchesLeftBehind {

        @Test
        void existsOnANodeLeavesADataWatch() {
            assertThat(new Exists("/a", true).watchKind(0)).isEqualTo(WatchKind.DATA);
        }

        @Test
        void existsOnAMissingNodeLeavesAnExistWatch() {
            assertThat(new Exists("/a", true).watchKind(NO_NODE)).isEqualTo(WatchKind.EXIST);
        }

        @Test
        void readsLeaveTheWatchOfTheirKind() {
            assertThat(new GetData("/a", true).watchKind(0)).isEqualTo(WatchKind.DATA);
            assertThat(new GetConfig(true).watchKind(0)).isEqualTo(WatchKind.DATA);
            assertThat(new GetChildren("/a", true).watchKind(0)).isEqualTo(WatchKind.CHILD);
            assertThat(new GetChildren2("/a", true).watchKind(0)).isEqualTo(WatchKind.CHILD);
        }

        @Test
        void addedWatchesStay() {
            assertThat(new AddWatch("/a", AddWatchMode.PERSISTENT).watchKind(0)).isEqualTo(WatchKind.PERSISTENT);
            assertThat(new AddWatch("/a", AddWatchMode.PERSISTENT_RECURSIVE).watchKind(0))
                    .isEqualTo(WatchKind.PERSISTENT_RECURSIVE);
        }

        static Stream<Operation<?>> oneShot() {
            return Stream.of(
                    new Exists("/a", true),
                    new GetData("/a", true),
                    new GetChildren("/a", true),
                    new GetChildren2("/a", true),
                    new GetConfig(true));
        }

        @ParameterizedTest
        @MethodSource("oneShot")
        void everyReadCanDoWithoutItsWatch(Operation<?> read) {
            assertThat(read.watchKind(0)).isNotNull();
            assertThat(read.unwatched()).hasSameClassAs(read);
            assertThat(read.unwatched().path()).isEqualTo(read.path());
            assertThat(read.unwatched().watchKind(0)).isNull();
        }

        @Test
        void readsWithoutTheirWatchAreTheSameReads() {
            assertThat(new Exists("/a", true).unwatched()).isEqualTo(new Exists("/a", false));
            assertThat(new GetData("/a", true).unwatched()).isEqualTo(new GetData("/a", false));
            assertThat(new GetChildren("/a", true).unwatched()).isEqualTo(new GetChildren("/a", false));
            assertThat(new GetChildren2("/a", true).unwatched()).isEqualTo(new GetChildren2("/a", false));
            assertThat(new GetConfig(true).unwatched()).isEqualTo(new GetConfig(false));
            assertThat(new Sync("/a").unwatched()).isEqualTo(new Sync("/a"));
        }

        @Test
        void withoutTheFlagNothingIsLeft() {
            assertThat(new Exists("/a", false).watchKind(NO_NODE)).isNull();
            assertThat(new GetData("/a", false).watchKind(0)).isNull();
            assertThat(new GetChildren("/a", false).watchKind(0)).isNull();
            assertThat(new GetChildren2("/a", false).watchKind(0)).isNull();
            assertThat(new GetConfig(false).watchKind(0)).isNull();
            assertThat(new Sync("/a").watchKind(0)).isNull();
        }
    }

    @Nested
    class WatchRemoval {

        @Test
        void watchOnAMissingNodeIsADataWatchToTheServer() {
            assertThat(RemoveWatches.of("/a", WatchKind.CHILD).type()).isEqualTo(1);
            assertThat(RemoveWatches.of("/a", WatchKind.DATA).type()).isEqualTo(2);
            assertThat(RemoveWatches.of("/a", WatchKind.EXIST).type()).isEqualTo(2);
            assertThat(RemoveWatches.of("/a", WatchKind.PERSISTENT).type()).isEqualTo(4);
            assertThat(RemoveWatches.of("/a", WatchKind.PERSISTENT_RECURSIVE).type())
                    .isEqualTo(5);
        }
    }

    @Nested
    class Payloads {

        @Test
        void payloadIsTheData() {
            byte[] data = new byte[70_000];

            assertThat(new SetData("/a", data, -1).payloadSize()).isEqualTo(70_000);
            assertThat(new Create(Samples.create("/a", data, CreateMode.PERSISTENT)).payloadSize())
                    .isEqualTo(70_000);
            assertThat(new Create2(Samples.create("/a", data, CreateMode.PERSISTENT)).payloadSize())
                    .isEqualTo(70_000);
        }

        @Test
        void nullDataIsNoPayload() {
            assertThat(new SetData("/a", null, -1).payloadSize()).isZero();
            assertThat(new Create(Samples.create("/a", null, CreateMode.PERSISTENT)).payloadSize())
                    .isZero();
            assertThat(new Create2(Samples.create("/a", null, CreateMode.PERSISTENT)).payloadSize())
                    .isZero();
        }

        @Test
        void readsHaveNone() {
            assertThat(new GetData("/a", true).payloadSize()).isZero();
        }
    }
}
