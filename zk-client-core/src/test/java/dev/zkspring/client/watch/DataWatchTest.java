package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.NoAuthException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataWatchTest {

    private static final int NO_NODE = -101;

    private static final int NO_AUTH = -102;

    /** One call of the listener. */
    record Call(NodeData node, WatchEvent event) {}

    private final FakeClient fake = new FakeClient();

    private final List<Call> calls = new ArrayList<>();

    private final List<Throwable> errors = new ArrayList<>();

    private boolean goOn = true;

    private DataWatch start() {
        return DataWatch.on(fake.client, "/node")
                .errorHandler((path, error) -> errors.add(error))
                .start((node, event) -> {
                    calls.add(new Call(node, event));
                    return goOn;
                });
    }

    private static NodeData node(int version) {
        return new NodeData(new byte[] {(byte) version}, new Stat(1, 100 + version, 3, 4, version, 0, 0, 0, 1, 0, 1));
    }

    @Nested
    class Values {

        @Test
        void firstCallHasTheValueAndNoEvent() {
            start();
            fake.expect("get").succeed(node(1));

            assertThat(calls).containsExactly(new Call(node(1), null));
            fake.expectNothing();
        }

        @Test
        void changeComesWithItsEvent() {
            start();
            WatchEvent event = fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
            fake.expect("get").succeed(node(2));

            assertThat(calls).containsExactly(new Call(node(1), null), new Call(node(2), event));
        }

        @Test
        void valueThatDidNotChangeIsNotReportedAgain() {
            start();
            fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
            fake.expect("get").succeed(node(1));

            assertThat(calls).hasSize(1);
        }

        @Test
        void changeThatIsOverBeforeTheReadIsSkipped() {
            start();
            fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
            fake.expect("get").succeed(node(7));

            assertThat(calls).extracting(Call::node).containsExactly(node(1), node(7));
        }

        @Test
        void eventDuringAReadCausesOneMore() {
            start();
            FakeClient.Read first = fake.expect("get");
            first.fire(NODE_DATA_CHANGED);
            first.fire(NODE_DATA_CHANGED);
            fake.expectNothing();
            first.succeed(node(1));
            fake.expect("get").succeed(node(2));

            assertThat(calls).extracting(Call::node).containsExactly(node(1), node(2));
            fake.expectNothing();
        }

        @Test
        void valueOfANewIncarnationIsNewsEvenIfItsVersionIsTheSame() {
            start();
            fake.expect("get").succeed(node(1)).fire(NODE_DELETED);
            NodeData again = new NodeData(new byte[] {1}, new Stat(500, 500, 9, 9, 1, 0, 0, 0, 1, 0, 1));
            fake.expect("get").succeed(again);

            assertThat(calls).extracting(Call::node).containsExactly(node(1), again);
        }
    }

    @Nested
    class MissingNode {

        @Test
        void missingNodeIsAValueAndItsCreationAChange() {
            start();
            fake.expect("get").refuse(NO_NODE);
            WatchEvent event = fake.expect("exists").succeed(null).fire(NODE_CREATED);
            fake.expect("get").succeed(node(0));

            assertThat(calls).containsExactly(new Call(null, null), new Call(node(0), event));
        }

        @Test
        void deletionIsReportedOnce() {
            start();
            WatchEvent event = fake.expect("get").succeed(node(0)).fire(NODE_DELETED);
            fake.expect("get").refuse(NO_NODE);
            fake.expect("exists").succeed(null).fire(SESSION_LOST);
            fake.expect("get").refuse(NO_NODE);
            fake.expect("exists").succeed(null);

            assertThat(calls).containsExactly(new Call(node(0), null), new Call(null, event));
        }

        @Test
        void nodeThatComesBetweenTheTwoReadsIsReadAgain() {
            start();
            fake.expect("get").refuse(NO_NODE);
            fake.expect("exists").succeed(node(3).stat());
            fake.expect("get").succeed(node(3));

            assertThat(calls).containsExactly(new Call(node(3), null));
        }
    }

    @Nested
    class WithoutTheInitialCall {

        private void begin() {
            DataWatch.on(fake.client, "/node").initial(false).start((node, event) -> calls.add(new Call(node, event)));
        }

        @Test
        void valueFoundAtTheStartIsKnown() {
            begin();
            WatchEvent event = fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
            fake.expect("get").succeed(node(2));

            assertThat(calls).containsExactly(new Call(node(2), event));
        }

        @Test
        void missingNodeIsKnownAndItsUnseenCreationNews() {
            begin();
            fake.expect("get").refuse(NO_NODE);
            fake.expect("exists").succeed(null).fire(SESSION_LOST);
            fake.expect("get").succeed(node(0));

            assertThat(calls).containsExactly(new Call(node(0), null));
        }

        @Test
        void valueThatCouldNotBeReadAtFirstIsStillTheOneFoundAtTheStart() {
            begin();
            fake.expect("get").fail(ErrorCode.CONNECTION_LOSS);
            await().until(fake::hasRead);
            fake.expect("get").succeed(node(1));

            assertThat(calls).isEmpty();
        }
    }

    @Nested
    class LostSessions {

        @ParameterizedTest
        @EnumSource(names = {"SESSION_LOST", "RESYNC"})
        void whatChangedUnseenIsReportedWithoutAnEvent(WatchEvent.Type type) {
            start();
            fake.expect("get").succeed(node(1)).fire(type);
            fake.expect("get").succeed(node(2));

            assertThat(calls).containsExactly(new Call(node(1), null), new Call(node(2), null));
        }

        @Test
        void sameValueAfterALostSessionIsNoNews() {
            start();
            fake.expect("get").succeed(node(1)).fire(SESSION_LOST);
            fake.expect("get").succeed(node(1)).fire(RESYNC);
            fake.expect("get").succeed(node(1));

            assertThat(calls).hasSize(1);
        }

        @Test
        void watchOfAClientThatIsNotStartedWaitsForTheStart() throws Exception {
            fake.connected = false;
            start();
            fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);
            fake.expectNothing();
            assertThat(fake.listeners).hasSize(1);
            fake.announceConnected();
            fake.expect("get").succeed(node(1));

            assertThat(calls).hasSize(1);
            assertThat(fake.listeners).isEmpty();
            assertThat(errors).isEmpty();
        }

        @Test
        void watchOfAClosedClientWaitsOnlyOnceHoweverManyReadsFail() throws Exception {
            start();
            FakeClient.Read read = fake.expect("get").succeed(node(1));
            fake.connected = false;
            for (int i = 0; i < 2; i++) {
                read.fire(SESSION_LOST);
                fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);
            }
            assertThat(fake.listeners).hasSize(1);
            fake.announceConnected();
            fake.expect("get").succeed(node(1));

            assertThat(fake.listeners).isEmpty();
        }

        @Test
        void clientThatIsClosingIsNotAskedWithoutAPause() {
            start();
            fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);
            assertThat(fake.isAsked()).isFalse();
            fake.connected = false;
            await().until(fake::hasRead);
            fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);

            assertThat(fake.listeners).hasSize(1);
            fake.expectNothing();
        }

        @Test
        void clientThatConnectsJustWhenTheWatchBeginsToWaitIsNotMissed() {
            start();
            fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);
            await().until(fake::hasRead);
            fake.expect("get").succeed(node(1));

            assertThat(calls).hasSize(1);
            assertThat(fake.listeners).isEmpty();
        }
    }

    @Nested
    class Errors {

        @Test
        void nodeThatMustNotBeReadIsReportedOnceAndTriedAgain() {
            start();
            fake.expect("get").refuse(NO_AUTH);
            await().until(fake::hasRead);
            fake.expect("get").refuse(NO_AUTH);
            await().until(fake::hasRead);
            fake.expect("get").succeed(node(1));

            assertThat(errors).singleElement().isInstanceOf(NoAuthException.class);
            assertThat(calls).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(names = {"CONNECTION_LOSS", "SESSION_EXPIRED", "REQUEST_TIMEOUT", "TOO_MANY_REQUESTS"})
        void troubleOfTheLinkAndABusyClientAreTriedAgainInSilence(ErrorCode code) {
            start();
            fake.expect("get").fail(code);
            await().until(fake::hasRead);
            fake.expect("get").succeed(node(1));

            assertThat(errors).isEmpty();
            assertThat(calls).hasSize(1);
        }

        @Test
        void listenerThatThrowsIsReportedAndTheWatchGoesOn() {
            RuntimeException failure = new RuntimeException("x");
            List<NodeData> seen = new ArrayList<>();
            DataWatch.on(fake.client, "/node")
                    .errorHandler((path, error) -> errors.add(error))
                    .start((node, event) -> {
                        seen.add(node);
                        throw failure;
                    });
            fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
            fake.expect("get").succeed(node(2));

            assertThat(seen).containsExactly(node(1), node(2));
            assertThat(errors).containsExactly(failure, failure);
        }

        @Test
        void invalidPathIsRefusedAtOnce() {
            assertThatIllegalArgumentException().isThrownBy(() -> DataWatch.on(fake.client, "node"));
        }
    }

    @Nested
    class Closing {

        @Test
        void closedWatchCallsNobodyAndLeavesNothingOnTheServer() {
            DataWatch watch = start();
            FakeClient.Read read = fake.expect("get").succeed(node(1));
            assertThat(watch.isClosed()).isFalse();
            watch.close();
            watch.close();
            read.fire(NODE_DATA_CHANGED);

            assertThat(watch.isClosed()).isTrue();
            assertThat(watch.path()).isEqualTo("/node");
            assertThat(fake.removals).isEqualTo(1);
            assertThat(calls).hasSize(1);
            fake.expectNothing();
        }

        @Test
        void readUnderWayArmsNothingBehindTheClosing() {
            DataWatch watch = start();
            FakeClient.Read read = fake.expect("get");
            watch.close();
            assertThat(fake.removals).isEqualTo(1);
            read.succeed(node(1));

            assertThat(fake.removals).isEqualTo(2);
            assertThat(calls).isEmpty();
        }

        @Test
        void listenerThatHasSeenEnoughEndsTheWatch() {
            goOn = false;
            DataWatch watch = start();
            fake.expect("get").succeed(node(1));

            assertThat(watch.isClosed()).isTrue();
            assertThat(fake.removals).isEqualTo(1);
        }

        @Test
        void closedWatchNoLongerWaitsForTheStartOfTheClient() throws Exception {
            fake.connected = false;
            DataWatch watch = start();
            fake.expect("get").fail(ErrorCode.CLIENT_CLOSED);
            watch.close();

            assertThat(fake.listeners).isEmpty();
            fake.announceConnected();
            fake.expectNothing();
        }

        @Test
        void readThatFailsBehindTheClosingIsNotRepeated() {
            DataWatch watch = start();
            FakeClient.Read read = fake.expect("get");
            watch.close();
            read.fail(ErrorCode.CLIENT_CLOSED);

            assertThat(fake.listeners).isEmpty();
            assertThat(errors).isEmpty();
            fake.expectNothing();
        }
    }
}
