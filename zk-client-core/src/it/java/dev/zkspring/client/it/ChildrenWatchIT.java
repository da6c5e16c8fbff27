package dev.zkspring.client.it;

import static dev.zkspring.client.it.WatchRecorder.MISSING;
import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.ChildrenChange;
import dev.zkspring.client.watch.ChildrenWatch;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Children watches while the link holds. */
class ChildrenWatchIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final WatchRecorder lists = new WatchRecorder();

    private String node;

    private ZkClient client;

    @BeforeEach
    void connect() {
        node = zk.root() + "/node";
        client = zk.client();
    }

    @Nested
    class Reports {

        @Test
        void thePresentNamesFirstAndSorted() {
            zk.peer().create(node, "x");
            zk.peer().create(node + "/b", "x");
            zk.peer().create(node + "/a", "x");
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("a,b");
            assertThat(lists.events()).containsExactly(MISSING);
        }

        @Test
        void anEmptyListOfANodeWithoutChildren() {
            zk.peer().create(node, "x");
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("");
        }

        @Test
        void whoComesAndGoes() {
            zk.peer().create(node, "x");
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("");
            zk.peer().create(node + "/a", "x");
            lists.awaitValues("", "a");
            zk.peer().create(node + "/b", "x");
            lists.awaitValues("", "a", "a,b");
            zk.peer().delete(node + "/a");
            lists.awaitValues("", "a", "a,b", "b");
            assertThat(lists.events())
                    .containsExactly(
                            MISSING, "NODE_CHILDREN_CHANGED", "NODE_CHILDREN_CHANGED", "NODE_CHILDREN_CHANGED");
        }

        @Test
        void anEphemeralChildThatGoesWithItsSession() {
            zk.peer().create(node, "x");
            ChildrenWatch.on(client, node).start(lists.children());
            try (Peer member = Peer.connect(zk.server().address())) {
                member.createEphemeral(node + "/member");
                lists.awaitValues("", "member");
            }
            lists.awaitValues("", "member", "");
        }

        @Test
        void nothingForAMissingNodeUntilItIsCreated() {
            ChildrenWatch.on(client, node).start(lists.children());
            await().until(() -> zk.server().isDataWatched(node));
            assertThat(lists.seen()).isEmpty();
            zk.peer().create(node, "x");
            lists.awaitValues("");
            zk.peer().create(node + "/a", "x");
            lists.awaitValues("", "a");
        }

        @Test
        void deletionApartFromEmptinessAndThenRecreation() {
            zk.peer().create(node, "x");
            zk.peer().create(node + "/a", "x");
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("a");
            zk.peer().delete(node + "/a");
            lists.awaitValues("a", "");
            zk.peer().delete(node);
            lists.awaitValues("a", "", MISSING);
            zk.peer().create(node, "x");
            lists.awaitValues("a", "", MISSING, "");
        }

        @Test
        void nothingWhenOnlyDataChanges() {
            zk.peer().create(node, "x");
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("");
            zk.peer().set(node, "y");
            zk.peer().create(node + "/a", "x");
            lists.awaitValues("", "a");
            zk.peer().set(node + "/a", "y");
            zk.peer().create(node + "/b", "x");
            lists.awaitValues("", "a", "a,b");
        }

        @Test
        void nothingForAChildThatCameAndWentUnseen() {
            zk.peer().create(node, "x");
            zk.peer().create(node + "/a", "x");
            CountDownLatch brake = lists.brake();
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("a");
            zk.peer().create(node + "/b", "x");
            zk.peer().delete(node + "/b");
            brake.countDown();
            await().until(() -> zk.server().watchCount() == 1);
            zk.peer().create(node + "/c", "x");
            lists.awaitLast("a,c");
            assertThat(lists.seen()).doesNotContain("a,b").hasSize(2);
        }

        @Test
        void theNewestOfManyChangesLast() {
            zk.peer().create(node, "x");
            ChildrenWatch.on(client, node).start(lists.children());
            for (int i = 0; i < 200; i++) {
                zk.peer().create(node + "/c%03d".formatted(i), "x");
            }
            await().until(() -> !lists.isEmpty() && lists.last().split(",").length == 200);
            assertThat(lists.seen()).isSortedAccordingTo((a, b) -> Integer.compare(a.length(), b.length()));
        }
    }

    @Nested
    class Ends {

        @Test
        void whenTheListenerSaysSo() {
            zk.peer().create(node, "x");
            lists.stopWithNext();
            ChildrenWatch watch = ChildrenWatch.on(client, node).start(lists.children());
            await().until(watch::isClosed);
            await().until(() -> zk.server().watchCount() == 0);
            zk.peer().create(node + "/a", "x");
            assertThat(lists.seen()).containsExactly("");
        }

        @Test
        void whenClosedAndLeavesNothingOnTheServer() {
            zk.peer().create(node, "x");
            ChildrenWatch watch = ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("");
            assertThat(zk.server().watchCount()).isEqualTo(1);
            watch.close();
            await().until(() -> zk.server().watchCount() == 0);
            zk.peer().create(node + "/a", "x");
            assertThat(lists.seen()).containsExactly("");
        }

        @Test
        void whenClosedOnAMissingNode() {
            ChildrenWatch watch = ChildrenWatch.on(client, node).start(lists.children());
            await().until(() -> zk.server().isDataWatched(node));
            watch.close();
            await().until(() -> zk.server().watchCount() == 0);
        }
    }

    @Nested
    class Listeners {

        @Test
        void thatAreSlowSkipListsAndDelayNobody() {
            zk.peer().create(node, "x");
            WatchRecorder others = new WatchRecorder();
            CountDownLatch brake = lists.brake();
            ChildrenWatch.on(client, node).start(lists.children());
            lists.awaitValues("");
            ChildrenWatch.on(client, node).start(others.children());
            for (int i = 0; i < 30; i++) {
                zk.peer().create(node + "/c%02d".formatted(i), "x");
            }
            await().until(() -> others.last().endsWith("c29"));
            assertThat(lists.seen()).containsExactly("");
            brake.countDown();
            await().until(() -> lists.last().endsWith("c29"));
            assertThat(lists.seen()).hasSizeLessThanOrEqualTo(3);
        }

        @Test
        void thatThrowAreReportedAndCalledAgain() {
            zk.peer().create(node, "x");
            Recorder<Throwable> errors = new Recorder<>();
            ChildrenWatch.on(client, node)
                    .errorHandler((path, error) -> errors.record(error))
                    .start((names, event) -> {
                        lists.children().changed(names, event);
                        throw new IllegalStateException("thrown on purpose by a test");
                    });
            lists.awaitValues("");
            zk.peer().create(node + "/a", "x");
            lists.awaitValues("", "a");
            await().until(() -> errors.seen().size() == 2);
        }
    }

    @Nested
    class Differences {

        private final Recorder<ChildrenChange> changes = new Recorder<>();

        private boolean take(ChildrenChange change) {
            changes.record(change);
            return true;
        }

        private void awaitChanges(int count) {
            await().until(() -> changes.seen().size() >= count);
            assertThat(changes.seen()).hasSize(count);
        }

        @Test
        void sayWhoIsNewAndWhoIsGone() {
            zk.peer().create(node, "x");
            zk.peer().create(node + "/a", "x");
            ChildrenWatch.onChange(client, node).start(this::take);
            awaitChanges(1);
            zk.peer().create(node + "/b", "x");
            awaitChanges(2);
            zk.peer().delete(node + "/a");
            awaitChanges(3);
            assertThat(changes.seen()).extracting(ChildrenChange::added).containsExactly(of("a"), of("b"), of());
            assertThat(changes.seen()).extracting(ChildrenChange::removed).containsExactly(of(), of(), of("a"));
        }

        @Test
        void beginWithTheNamesFoundAtTheStartIfThoseAreNotReported() {
            zk.peer().create(node, "x");
            zk.peer().create(node + "/a", "x");
            ChildrenWatch.onChange(client, node).initial(false).start(this::take);
            // One watch, so the names have been read.
            await().until(() -> zk.server().watchCount() == 1);
            zk.peer().create(node + "/b", "x");
            awaitChanges(1);
            assertThat(changes.last().added()).containsExactly("b");
            assertThat(changes.last().children()).containsExactly("a", "b");
        }
    }
}
