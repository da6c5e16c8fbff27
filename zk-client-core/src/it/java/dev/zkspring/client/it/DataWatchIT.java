package dev.zkspring.client.it;

import static dev.zkspring.client.it.WatchRecorder.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.DataWatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data watches while the link holds. */
class DataWatchIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final WatchRecorder values = new WatchRecorder();

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
        void thePresentValueFirst() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            assertThat(values.events()).containsExactly(MISSING);
        }

        @Test
        void everyChange() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            zk.peer().set(node, "2");
            values.awaitValues("1", "2");
            zk.peer().set(node, "3");
            values.awaitValues("1", "2", "3");
            assertThat(values.events()).containsExactly(MISSING, "NODE_DATA_CHANGED", "NODE_DATA_CHANGED");
        }

        @Test
        void theSameBytesWrittenAgain() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            zk.peer().set(node, "1");
            values.awaitValues("1", "1");
        }

        @Test
        void aMissingNodeAndItsCreation() {
            DataWatch.on(client, node).start(values.data());
            values.awaitValues(MISSING);
            zk.peer().create(node, "1");
            values.awaitValues(MISSING, "1");
            assertThat(values.events()).containsExactly(MISSING, "NODE_CREATED");
        }

        @Test
        void deletionAndRecreation() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            zk.peer().delete(node);
            values.awaitValues("1", MISSING);
            zk.peer().create(node, "1");
            values.awaitValues("1", MISSING, "1");
            zk.peer().delete(node);
            values.awaitValues("1", MISSING, "1", MISSING);
        }

        @Test
        void nodesWithNullDataAsNodes() {
            zk.peer().create(node, (byte[]) null);
            AtomicInteger nodes = new AtomicInteger();
            DataWatch.on(client, node).start((value, event) -> {
                assertThat(value).isNotNull();
                assertThat(value.data()).isNull();
                return nodes.incrementAndGet() > 0;
            });
            await().until(() -> nodes.get() == 1);
        }

        @Test
        void nothingWhenOnlyChildrenChange() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            zk.peer().create(node + "/child", "x");
            zk.peer().set(node, "2");
            values.awaitValues("1", "2");
        }

        @Test
        void theNewestOfManyChangesLast() {
            zk.peer().create(node, "0");
            DataWatch.on(client, node).start(values.data());
            for (int i = 1; i <= 500; i++) {
                zk.peer().set(node, Integer.toString(i));
            }
            values.awaitLast("500");
            assertThat(values.seen().stream().map(Integer::valueOf).toList())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class Ends {

        @Test
        void whenTheListenerSaysSo() {
            zk.peer().create(node, "1");
            values.stopWithNext();
            DataWatch watch = DataWatch.on(client, node).start(values.data());
            await().until(watch::isClosed);
            await().until(() -> !zk.server().isDataWatched(node));
            zk.peer().set(node, "2");
            assertThat(values.seen()).containsExactly("1");
        }

        @Test
        void whenClosedAndLeavesNothingOnTheServer() {
            zk.peer().create(node, "1");
            DataWatch watch = DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            assertThat(zk.server().isDataWatched(node)).isTrue();
            watch.close();
            watch.close();
            assertThat(watch.isClosed()).isTrue();
            await().until(() -> !zk.server().isDataWatched(node));
            zk.peer().set(node, "2");
            assertThat(values.seen()).containsExactly("1");
        }

        @Test
        void whenClosedRightAfterTheStart() {
            zk.peer().create(node, "1");
            for (int i = 0; i < 50; i++) {
                DataWatch.on(client, node).start(values.data()).close();
            }
            client.sync("/");
            await().until(() -> !zk.server().isDataWatched(node));
        }

        @Test
        void aloneWhileAnotherOneOnTheSamePathGoesOn() {
            zk.peer().create(node, "1");
            WatchRecorder others = new WatchRecorder();
            DataWatch watch = DataWatch.on(client, node).start(values.data());
            DataWatch.on(client, node).start(others.data());
            values.awaitValues("1");
            others.awaitValues("1");
            watch.close();
            zk.peer().set(node, "2");
            others.awaitValues("1", "2");
            zk.peer().set(node, "3");
            others.awaitValues("1", "2", "3");
            assertThat(values.seen()).containsExactly("1");
        }
    }

    @Nested
    class Listeners {

        @Test
        void thatAreSlowSkipValuesAndDelayNobody() {
            zk.peer().create(node, "0");
            WatchRecorder others = new WatchRecorder();
            CountDownLatch brake = values.brake();
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("0");
            DataWatch.on(client, node).start(others.data());
            for (int i = 1; i <= 50; i++) {
                zk.peer().set(node, Integer.toString(i));
            }
            others.awaitLast("50");
            assertThat(values.seen()).containsExactly("0");
            brake.countDown();
            values.awaitLast("50");
            assertThat(values.seen()).hasSizeLessThanOrEqualTo(3);
        }

        @Test
        void thatThrowAreReportedAndCalledAgain() {
            zk.peer().create(node, "1");
            Recorder<Throwable> errors = new Recorder<>();
            DataWatch.on(client, node)
                    .errorHandler((path, error) -> errors.record(error))
                    .start((value, event) -> {
                        values.data().changed(value, event);
                        throw new IllegalStateException("thrown on purpose by a test");
                    });
            values.awaitValues("1");
            zk.peer().set(node, "2");
            values.awaitValues("1", "2");
            await().until(() -> errors.seen().size() == 2);
            assertThat(errors.last()).hasMessage("thrown on purpose by a test");
        }

        @Test
        void mayCallTheClientAndCloseTheirWatch() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start((value, event) -> {
                values.record(String.valueOf(client.get(node).text()));
                client.set(node, null);
                return false;
            });
            values.awaitValues("1");
            await().until(() -> zk.peer().get(node) == null);
        }

        @Test
        void runWhereTheBuilderSays() {
            zk.peer().create(node, "1");
            ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own-thread"));
            zk.closeLater(own::shutdown);
            DataWatch.on(client, node).executor(own).start((value, event) -> {
                values.record(Thread.currentThread().getName());
                return true;
            });
            values.awaitValues("own-thread");
        }
    }

    @Nested
    class Clients {

        @Test
        void mayBeStartedLater() {
            zk.peer().create(node, "1");
            ZkClient later = zk.unstarted(zk.server().address(), settings -> settings);
            DataWatch.on(later, node).start(values.data());
            assertThat(values.seen()).isEmpty();
            later.start();
            values.awaitValues("1");
            zk.peer().set(node, "2");
            values.awaitValues("1", "2");
        }

        @Test
        void mayBeRestarted() {
            zk.peer().create(node, "1");
            DataWatch.on(client, node).start(values.data());
            values.awaitValues("1");
            client.stop();
            zk.peer().set(node, "2");
            client.start();
            values.awaitValues("1", "2");
            zk.peer().set(node, "3");
            values.awaitValues("1", "2", "3");
        }

        @Test
        void refuseInvalidPathsAtOnce() {
            assertThatThrownBy(() -> DataWatch.on(client, "relative")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class OfExistingNodes {

        @Test
        void endWithTheNodeAndLeaveNoWatchOnTheServer() {
            zk.peer().create(node, "1");
            DataWatch watch = DataWatch.onExisting(client, node).start(values.data());
            values.awaitValues("1");
            zk.peer().set(node, "2");
            values.awaitValues("1", "2");
            zk.peer().delete(node);
            values.awaitValues("1", "2", MISSING);
            assertThat(watch.isClosed()).isTrue();
            zk.peer().create(node, "again");
            client.sync(node);
            assertThat(zk.server().watchCount()).isZero();
            values.awaitValues("1", "2", MISSING);
        }

        @Test
        void endAtOnceWithoutOne() {
            DataWatch watch = DataWatch.onExisting(client, node).start(values.data());
            values.awaitValues(MISSING);
            assertThat(watch.isClosed()).isTrue();
            assertThat(zk.server().watchCount()).isZero();
        }
    }
}
