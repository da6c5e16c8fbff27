package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChildrenWatchTest {

    private static final int NO_NODE = -101;

    private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11);

    /** One call of the listener. */
    record Call(List<String> children, WatchEvent event) {}

    private final FakeClient fake = new FakeClient();

    private final List<Call> calls = new ArrayList<>();

    private ChildrenWatch watch;

    @BeforeEach
    void start() {
        watch = ChildrenWatch.on(fake.client, "/node").start((children, event) -> calls.add(new Call(children, event)));
    }

    @Test
    void namesComeSortedFirstWithoutAnEvent() {
        fake.expect("getChildren").succeed(List.of("b", "a", "c"));

        assertThat(calls).containsExactly(new Call(List.of("a", "b", "c"), null));
    }

    @Test
    void changeComesWithItsEvent() {
        WatchEvent event = fake.expect("getChildren").succeed(List.of("a")).fire(NODE_CHILDREN_CHANGED);
        fake.expect("getChildren").succeed(List.of("b", "a"));

        assertThat(calls).last().isEqualTo(new Call(List.of("a", "b"), event));
    }

    @Test
    void sameNamesInAnotherOrderAreNoNews() {
        fake.expect("getChildren").succeed(List.of("a", "b")).fire(NODE_CHILDREN_CHANGED);
        fake.expect("getChildren").succeed(List.of("b", "a"));

        assertThat(calls).hasSize(1);
    }

    @Test
    void missingNodeIsWaitedForInSilence() {
        fake.expect("getChildren").refuse(NO_NODE);
        FakeClient.Read waiting = fake.expect("exists").succeed(null);
        assertThat(calls).isEmpty();
        WatchEvent event = waiting.fire(NODE_CREATED);
        fake.expect("getChildren").succeed(List.of());

        assertThat(calls).containsExactly(new Call(List.of(), event));
    }

    @Test
    void deletedNodeIsNotANodeWithoutChildren() {
        WatchEvent event = fake.expect("getChildren").succeed(List.of()).fire(NODE_DELETED);
        fake.expect("getChildren").refuse(NO_NODE);
        WatchEvent again = fake.expect("exists").succeed(null).fire(NODE_CREATED);
        fake.expect("getChildren").succeed(List.of());

        assertThat(calls).containsExactly(new Call(List.of(), null), new Call(null, event), new Call(List.of(), again));
    }

    @Test
    void nodeThatComesBetweenTheTwoReadsIsReadAgain() {
        fake.expect("getChildren").refuse(NO_NODE);
        fake.expect("exists").succeed(STAT);
        fake.expect("getChildren").succeed(List.of("a"));

        assertThat(calls).containsExactly(new Call(List.of("a"), null));
    }

    @Test
    void whatChangedDuringALostSessionIsReportedWithoutAnEvent() {
        fake.expect("getChildren").succeed(List.of("a")).fire(SESSION_LOST);
        fake.expect("getChildren").succeed(List.of("b"));

        assertThat(calls).last().isEqualTo(new Call(List.of("b"), null));
    }

    @Test
    void closedWatchIsTakenOffTheServer() {
        fake.expect("getChildren").succeed(List.of("a"));
        watch.close();

        assertThat(fake.removals).isEqualTo(1);
        assertThat(watch.isClosed()).isTrue();
    }

    @Nested
    class WithoutTheInitialCall {

        private final FakeClient fake = new FakeClient();

        @BeforeEach
        void start() {
            ChildrenWatch.on(fake.client, "/node")
                    .initial(false)
                    .start((children, event) -> calls.add(new Call(children, event)));
        }

        @Test
        void namesFoundAtTheStartAreKnown() {
            WatchEvent event = fake.expect("getChildren").succeed(List.of("a")).fire(NODE_CHILDREN_CHANGED);
            fake.expect("getChildren").succeed(List.of("a", "b"));

            assertThat(calls).containsExactly(new Call(List.of("a", "b"), event));
        }

        @Test
        void listOfANodeCreatedUnseenIsNews() {
            fake.expect("getChildren").refuse(NO_NODE);
            fake.expect("exists").succeed(null).fire(SESSION_LOST);
            fake.expect("getChildren").succeed(List.of("a"));

            assertThat(calls).containsExactly(new Call(List.of("a"), null));
        }

        @Test
        void deletionIsNews() {
            WatchEvent event = fake.expect("getChildren").succeed(List.of("a")).fire(NODE_DELETED);
            fake.expect("getChildren").refuse(NO_NODE);
            fake.expect("exists").succeed(null);

            assertThat(calls).containsExactly(new Call(null, event));
        }
    }

    @Nested
    class Differences {

        private final FakeClient fake = new FakeClient();

        private final List<ChildrenChange> changes = new ArrayList<>();

        private void start(boolean initial) {
            ChildrenWatch.onChange(fake.client, "/node").initial(initial).start(changes::add);
        }

        @Test
        void firstListIsAllNew() {
            start(true);
            fake.expect("getChildren").succeed(List.of("b", "a"));

            assertThat(changes).containsExactly(change(List.of("a", "b"), List.of("a", "b"), List.of(), false, null));
        }

        @Test
        void laterListsAreComparedWithTheOneBefore() {
            start(true);
            WatchEvent event =
                    fake.expect("getChildren").succeed(List.of("b", "a")).fire(NODE_CHILDREN_CHANGED);
            fake.expect("getChildren").succeed(List.of("d", "b", "c"));

            assertThat(changes)
                    .last()
                    .isEqualTo(change(List.of("b", "c", "d"), List.of("c", "d"), List.of("a"), false, event));
        }

        @Test
        void deletedNodeHasLostAllAndIsNotAnEmptyOne() {
            start(true);
            WatchEvent event = fake.expect("getChildren").succeed(List.of("a")).fire(NODE_DELETED);
            fake.expect("getChildren").refuse(NO_NODE);
            fake.expect("exists").succeed(null).fire(NODE_CREATED);
            fake.expect("getChildren").succeed(List.of());

            assertThat(changes.get(1)).isEqualTo(change(List.of(), List.of(), List.of("a"), true, event));
            assertThat(changes.get(2).deleted()).isFalse();
            assertThat(changes.get(2).removed()).isEmpty();
        }

        @Test
        void namesFoundAtTheStartAreComparedWithWhenTheInitialCallIsSkipped() {
            start(false);
            WatchEvent event = fake.expect("getChildren").succeed(List.of("a")).fire(NODE_CHILDREN_CHANGED);
            fake.expect("getChildren").succeed(List.of("b"));

            assertThat(changes).containsExactly(change(List.of("b"), List.of("b"), List.of("a"), false, event));
        }

        @Test
        void falseStopsTheWatch() {
            ChildrenWatch once = ChildrenWatch.onChange(fake.client, "/node").start(change -> false);
            fake.expect("getChildren").succeed(List.of());

            assertThat(once.isClosed()).isTrue();
        }

        private static ChildrenChange change(
                List<String> children, List<String> added, List<String> removed, boolean deleted, WatchEvent event) {
            return new ChildrenChange("/node", children, added, removed, deleted, event);
        }
    }
}
