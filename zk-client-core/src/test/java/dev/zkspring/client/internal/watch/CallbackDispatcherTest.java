package dev.zkspring.client.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CallbackDispatcherTest {

    private static final int CAPACITY = 10_000;

    private final ManualExecutor pool = new ManualExecutor();

    private final CallbackDispatcher dispatcher = new CallbackDispatcher(pool);

    private final List<WatchEvent> seen = new ArrayList<>();

    private final Watcher watcher = seen::add;

    private static WatchEvent event(long zxid) {
        return new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, "/a", zxid);
    }

    private static List<WatchEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(CallbackDispatcherTest::event).toList();
    }

    @Nested
    class Order {

        @Test
        void watcherGetsItsEventsInOrderAndNotInTheCallingThread() {
            events(0, 1_000).forEach(event -> dispatcher.post(watcher, event));
            assertThat(seen).isEmpty();
            pool.runAll();

            assertThat(seen).isEqualTo(events(0, 1_000));
        }

        @Test
        void oneTurnAtATimeStandsInThePool() {
            events(0, 10).forEach(event -> dispatcher.post(watcher, event));
            assertThat(pool.size()).isEqualTo(1);
            pool.runNext();

            assertThat(seen).hasSize(10);
            assertThat(pool.size()).isZero();
        }

        @Test
        void busyWatcherYieldsTheThreadToOthers() {
            List<WatchEvent> others = new ArrayList<>();
            events(0, 1_000).forEach(event -> dispatcher.post(watcher, event));
            dispatcher.post(others::add, event(1));
            pool.runNext();
            pool.runNext();

            assertThat(others).hasSize(1);
            assertThat(seen).hasSizeLessThan(1_000);
        }

        @Test
        void watcherThatWasIdleGetsLaterEvents() {
            dispatcher.post(watcher, event(1));
            pool.runAll();
            dispatcher.post(watcher, event(2));
            pool.runAll();

            assertThat(seen).containsExactly(event(1), event(2));
        }

        @Test
        void watcherMayCauseAnEventForItself() {
            Watcher[] self = new Watcher[1];
            self[0] = event -> {
                seen.add(event);
                if (event.zxid() < 3) {
                    dispatcher.post(self[0], event(event.zxid() + 1));
                }
            };
            dispatcher.post(self[0], event(1));
            pool.runAll();

            assertThat(seen).containsExactly(event(1), event(2), event(3));
        }

        @Test
        void slowWatcherDelaysNoOther() throws InterruptedException {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            CallbackDispatcher real = new CallbackDispatcher(threads);
            CountDownLatch release = new CountDownLatch(1);
            ConcurrentLinkedQueue<WatchEvent> others = new ConcurrentLinkedQueue<>();
            Watcher slow = event -> release.await();
            Watcher fast = others::add;
            try {
                events(0, 100).forEach(event -> real.post(slow, event));
                events(0, 100).forEach(event -> real.post(fast, event));

                await().until(() -> others.size() == 100);
                assertThat(others).containsExactlyElementsOf(events(0, 100));
            } finally {
                release.countDown();
                threads.shutdown();
            }
        }

        @Test
        void manyThreadsLoseNoEventOfTheirOwnOrder() {
            ExecutorService threads = Executors.newFixedThreadPool(3);
            CallbackDispatcher real = new CallbackDispatcher(threads);
            ConcurrentLinkedQueue<WatchEvent> got = new ConcurrentLinkedQueue<>();
            Watcher counting = got::add;
            try {
                for (int i = 0; i < 20_000; i++) {
                    // Leaves room, so that the queue keeps ending and beginning: that is where an event could be lost.
                    real.post(counting, event(i));
                    if (i % 5_000 == 4_999) {
                        int posted = i + 1;
                        await().until(() -> got.size() == posted);
                    }
                }
                assertThat(got).containsExactlyElementsOf(events(0, 20_000));
            } finally {
                threads.shutdown();
            }
        }
    }

    @Nested
    class Overflow {

        @Test
        void fullQueueEndsWithOneResync() {
            events(0, CAPACITY + 500).forEach(event -> dispatcher.post(watcher, event));
            pool.runAll();

            assertThat(seen).hasSize(CAPACITY + 1);
            assertThat(seen.subList(0, CAPACITY)).isEqualTo(events(0, CAPACITY));
            assertThat(seen.get(CAPACITY)).isEqualTo(new WatchEvent(WatchEvent.Type.RESYNC, "/a", -1));
        }

        @Test
        void slowWatcherGetsNoSecondResyncBeforeItSawTheFirst() {
            events(0, CAPACITY + 1).forEach(event -> dispatcher.post(watcher, event));
            while (seen.size() < CAPACITY / 2) {
                pool.runNext();
                dispatcher.post(watcher, event(-5));
            }
            pool.runAll();

            assertThat(seen.stream().filter(it -> it.type() == WatchEvent.Type.RESYNC))
                    .hasSize(1);
        }

        @Test
        void watcherThatCaughtUpGetsEventsAgain() {
            events(0, CAPACITY + 1).forEach(event -> dispatcher.post(watcher, event));
            pool.runAll();
            dispatcher.post(watcher, event(7));
            pool.runAll();

            assertThat(seen).last().isEqualTo(event(7));
        }
    }

    @Nested
    class Handles {

        private final List<PersistentWatch> closed = new ArrayList<>();

        private final PersistentWatch first = new PersistentWatch("/a", watcher, closed::add);

        private final PersistentWatch second = new PersistentWatch("/b", watcher, closed::add);

        @Test
        void handlesOfOneWatcherShareItsQueue() {
            dispatcher.post(first, event(1));
            dispatcher.post(second, event(2));
            dispatcher.post(watcher, event(3));
            assertThat(pool.size()).isEqualTo(1);
            pool.runAll();

            assertThat(seen).isEqualTo(events(1, 4));
        }

        @Test
        void closedHandlePassesNothingOn() {
            dispatcher.post(first, event(1));
            dispatcher.post(second, event(2));
            first.close();
            first.close();
            pool.runAll();

            assertThat(seen).containsExactly(event(2));
            assertThat(closed).containsExactly(first);
        }

        @Test
        void everyHandleThatMissedSomethingIsToldByThePathOfItsWatch() {
            events(0, CAPACITY).forEach(event -> dispatcher.post(first, event));
            for (int i = 0; i < 3; i++) {
                dispatcher.post(first, event(1));
                dispatcher.post(second, event(1));
            }
            pool.runAll();

            assertThat(seen.subList(CAPACITY, seen.size()))
                    .containsExactly(
                            new WatchEvent(WatchEvent.Type.RESYNC, "/a", -1),
                            new WatchEvent(WatchEvent.Type.RESYNC, "/b", -1));
        }

        @Test
        void endOfTheSessionIsToldAlsoToOneThatIsBehind() {
            WatchEvent lost = new WatchEvent(WatchEvent.Type.SESSION_LOST, "/a", -1);
            events(0, CAPACITY + 1).forEach(event -> dispatcher.post(first, event));
            first.end();
            dispatcher.post(first, lost);
            pool.runAll();

            assertThat(seen).endsWith(new WatchEvent(WatchEvent.Type.RESYNC, "/a", -1), lost);
            assertThat(first.isClosed()).isTrue();
            first.close();
            assertThat(closed).isEmpty();
        }
    }

    @Nested
    class Failures {

        @Test
        void watcherThatThrowsGetsTheNextEvent() {
            for (Throwable failure : List.of(
                    new RuntimeException("x"), new Exception("x"), new StackOverflowError(), new AssertionError())) {
                List<WatchEvent> got = new ArrayList<>();
                Watcher throwing = event -> {
                    got.add(event);
                    sneakyThrow(failure);
                };
                dispatcher.post(throwing, event(1));
                pool.runAll();
                dispatcher.post(throwing, event(2));
                pool.runAll();

                assertThat(got).as("events in spite of %s", failure).containsExactly(event(1), event(2));
            }
        }

        @Test
        void poolThatRefusesLosesNoEventAndHurtsNoCaller() {
            Executor shutDown = task -> {
                throw new RejectedExecutionException("shut down");
            };
            CallbackDispatcher refused = new CallbackDispatcher(shutDown);
            ConcurrentLinkedQueue<WatchEvent> got = new ConcurrentLinkedQueue<>();
            Watcher remembering = got::add;
            refused.post(remembering, event(1));
            refused.serialExecutor("test").execute(() -> got.add(event(2)));

            await().until(() -> got.size() == 2);
        }

        @Test
        void poolThatFailsOtherwiseLosesNoEventAndHurtsNoCaller() {
            for (Throwable failure : List.of(
                    new InternalError("unable to create native thread"), new IllegalStateException("decorator"))) {
                CallbackDispatcher failing = new CallbackDispatcher(task -> sneakyThrow(failure));
                ConcurrentLinkedQueue<WatchEvent> got = new ConcurrentLinkedQueue<>();
                Executor serial = failing.serialExecutor("test");
                Watcher remembering = got::add;
                failing.post(remembering, event(1));
                serial.execute(() -> got.add(event(2)));
                await().until(() -> got.size() == 2);
                failing.post(remembering, event(3));
                serial.execute(() -> got.add(event(4)));

                await().until(() -> got.size() == 4);
            }
        }

        @Test
        void poolThatTakesATaskAndFailsThenRunsItOnce() {
            Queue<Runnable> taken = new ConcurrentLinkedQueue<>();
            CallbackDispatcher failing = new CallbackDispatcher(task -> {
                taken.add(task);
                throw new InternalError("unable to create native thread");
            });
            ConcurrentLinkedQueue<WatchEvent> got = new ConcurrentLinkedQueue<>();
            Executor serial = failing.serialExecutor("test");
            for (int i = 1; i <= 3; i++) {
                serial.execute(() -> got.add(event(1)));
                int expected = i;
                await().until(() -> got.size() == expected);
                taken.remove().run();
            }
            assertThat(got).hasSize(3);
        }

        @Test
        void poolThatRunsTasksInTheCallingThreadIsNoTrap() {
            CallbackDispatcher direct = new CallbackDispatcher(Runnable::run);

            assertThatCode(() -> events(0, 200).forEach(event -> direct.post(watcher, event)))
                    .doesNotThrowAnyException();
            assertThat(seen).isEqualTo(events(0, 200));
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }
}
