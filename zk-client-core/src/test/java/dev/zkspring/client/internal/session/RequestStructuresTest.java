package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests stand between caller and answer. */
class RequestStructuresTest {

    @Nested
    class Submissions {

        private final SubmissionStack stack = new SubmissionStack();

        private final RequestQueue queue = new RequestQueue();

        @Test
        void onlyTheFirstPushOnASleepingLoopWakesIt() {
            assertThat(stack.push(Requests.get("/a"))).isTrue();
            assertThat(stack.push(Requests.get("/b"))).isFalse();
            stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());
            assertThat(stack.push(Requests.get("/c"))).isFalse();
        }

        @Test
        void loopSleepsOnlyWhenNothingCameMeanwhile() {
            stack.push(Requests.get("/a"));
            stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());
            stack.push(Requests.get("/b"));
            assertThat(stack.sleep()).isFalse();
            stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());
            assertThat(stack.sleep()).isTrue();

            assertThat(stack.push(Requests.get("/c"))).isTrue();
        }

        @Test
        void requestsComeOutInTheOrderInWhichTheyWentInWithTheirDeadline() {
            for (String path : List.of("/a", "/b", "/c")) {
                stack.push(Requests.get(path));
            }
            stack.drainTo(queue, 42, request -> true, new EarlyDeadlines());
            assertThat(queue.peek().deadline).isEqualTo(42);

            assertThat(Requests.paths(queue)).containsExactly("/a", "/b", "/c");
        }

        @Test
        void whatIsDrainedGoesBehindWhatIsThere() {
            queue.add(Requests.get("/first"));
            stack.push(Requests.get("/second"));
            stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());
            stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());

            assertThat(Requests.paths(queue)).containsExactly("/first", "/second");
        }

        /** The loop of this test drains only when woken, as the real one: a lost wake-up would leave requests behind. */
        @Test
        void manyProducersLoseNothingKeepTheirOrderAndForgetNoWakeUp() throws InterruptedException {
            int producers = 4;
            int each = 20_000;
            CountDownLatch go = new CountDownLatch(1);
            LinkedBlockingQueue<Boolean> wakeUps = new LinkedBlockingQueue<>();
            List<Thread> threads = IntStream.range(0, producers)
                    .mapToObj(producer -> new Thread(() -> produce(producer, each, go, wakeUps)))
                    .toList();
            threads.forEach(Thread::start);
            go.countDown();
            int[] nextOf = new int[producers];
            int total = 0;
            while (total < producers * each) {
                assertThat(wakeUps.poll(30, TimeUnit.SECONDS))
                        .as("wake-up after %d requests", total)
                        .isTrue();
                do {
                    stack.drainTo(queue, 0, request -> true, new EarlyDeadlines());
                    for (Request<?> request = queue.poll(); request != null; request = queue.poll()) {
                        int producer = request.xid / each;
                        assertThat(request.xid % each).isEqualTo(nextOf[producer]++);
                        total++;
                    }
                } while (!stack.sleep());
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(nextOf).containsOnly(each);
        }

        private void produce(int producer, int each, CountDownLatch go, LinkedBlockingQueue<Boolean> wakeUps) {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            for (int i = 0; i < each; i++) {
                if (stack.push(Requests.numbered(producer * each + i))) {
                    wakeUps.add(true);
                }
            }
        }
    }

    @Nested
    class Queue {

        private final RequestQueue queue = new RequestQueue();

        @Test
        void requestsAreTakenInTheOrderInWhichTheyCame() {
            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.poll()).isNull();
            Request<?> first = Requests.get("/a");
            Request<?> second = Requests.get("/b");
            queue.add(first);
            queue.add(second);

            assertThat(queue.peek()).isSameAs(first);
            assertThat(queue.poll()).isSameAs(first);
            assertThat(queue.poll()).isSameAs(second);
            assertThat(queue.isEmpty()).isTrue();
            assertThat(first.next).isNull();
        }

        @Test
        void queueThatWasEmptiedTakesMore() {
            queue.add(Requests.get("/a"));
            queue.poll();
            queue.add(Requests.get("/b"));

            assertThat(Requests.paths(queue)).containsExactly("/b");
        }

        @ParameterizedTest
        @CsvSource({"'', ''", "'', /c", "/a /b, ''", "/a /b, /c /d"})
        void earlierRequestsGoBeforeLaterOnes(String earlier, String later) {
            RequestQueue before = queueOf(earlier);
            RequestQueue after = queueOf(later);
            after.prepend(before);
            after.add(Requests.get("/last"));

            assertThat(before.isEmpty()).isTrue();
            assertThat(String.join(" ", Requests.paths(after)))
                    .isEqualTo((earlier + " " + later + " /last")
                            .replaceAll(" +", " ")
                            .strip());
        }

        @Test
        void consumerMayAddAgainWhileTheQueueIsDrained() {
            queue.add(Requests.get("/a"));
            queue.add(Requests.get("/b"));
            queue.drain(queue::add);

            assertThat(Requests.paths(queue)).containsExactly("/a", "/b");
        }

        private static RequestQueue queueOf(String paths) {
            RequestQueue result = new RequestQueue();
            for (String path : paths.isEmpty() ? new String[0] : paths.split(" ")) {
                result.add(Requests.get(path));
            }
            return result;
        }
    }

    @Nested
    class InFlight {

        private final InFlightRequests inFlight = new InFlightRequests();

        @Test
        void onlyTheOldestIsTakenAndOnlyByItsNumber() {
            inFlight.add(Requests.numbered(1));
            inFlight.add(Requests.numbered(2));

            assertThat(inFlight.poll(2)).isNull();
            assertThat(inFlight.size()).isEqualTo(2);
            assertThat(inFlight.poll(1).xid).isEqualTo(1);
            assertThat(inFlight.peek().xid).isEqualTo(2);
            assertThat(inFlight.poll(2).xid).isEqualTo(2);
            assertThat(inFlight.poll(0)).isNull();
            assertThat(inFlight.peek()).isNull();
        }

        @ParameterizedTest
        @CsvSource({"0", "1", "40", "63", "64", "100"})
        void ringGrowsWhereverItsHeadStands(int head) {
            for (int xid = 1; xid <= head; xid++) {
                inFlight.add(Requests.numbered(xid));
                inFlight.poll(xid);
            }
            for (int xid = head + 1; xid <= head + 1_000; xid++) {
                inFlight.add(Requests.numbered(xid));
            }

            assertThat(inFlight.size()).isEqualTo(1_000);
            for (int xid = head + 1; xid <= head + 1_000; xid++) {
                assertThat(inFlight.poll(xid).xid).isEqualTo(xid);
            }
            assertThat(inFlight.size()).isZero();
        }

        @Test
        void numbersMayStartAgainAtOne() {
            inFlight.add(Requests.numbered(Integer.MAX_VALUE));
            inFlight.add(Requests.numbered(1));

            assertThat(inFlight.poll(Integer.MAX_VALUE)).isNotNull();
            assertThat(inFlight.poll(1)).isNotNull();
        }

        @Test
        void visitorSeesTheOldestFirstUntilItHasEnough() {
            List<Integer> seen = new ArrayList<>();
            for (int xid = 1; xid <= 5; xid++) {
                inFlight.add(Requests.numbered(xid));
            }
            inFlight.visit(request -> {
                seen.add(request.xid);
                return request.xid < 3;
            });

            assertThat(seen).containsExactly(1, 2, 3);
        }

        @Test
        void drainEmptiesTheRingInOrder() {
            List<Integer> seen = new ArrayList<>();
            for (int xid = 1; xid <= 100; xid++) {
                inFlight.add(Requests.numbered(xid));
            }
            inFlight.drain(request -> seen.add(request.xid));

            assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
            assertThat(inFlight.size()).isZero();
        }
    }

    @Nested
    class Window {

        private static final int PERMIT = 64 * 1024;

        private final RequestWindow window = new RequestWindow(4, false, 0, Ticker.systemTicker());

        @Test
        void requestIsTakenWhileThereIsRoom() throws InterruptedException {
            for (int i = 0; i < 4; i++) {
                assertThat(window.enter(Requests.get("/a"), false)).isTrue();
            }

            assertThat(window.enter(Requests.get("/a"), false)).isFalse();
            assertThat(window.limit()).isEqualTo(4);
        }

        @ParameterizedTest
        @CsvSource({"0, 1", "65535, 1", "65536, 2", "131072, 3", "196608, 4", "100000000, 4"})
        void largePayloadTakesMoreRoomButNeverMoreThanThereIs(int bytes, int permits) throws InterruptedException {
            Request<?> request = Requests.withPayload(bytes);

            assertThat(window.enter(request, false)).isTrue();
            assertThat(request.permits).isEqualTo((short) permits);
        }

        @Test
        void roomComesBackOnce() throws InterruptedException {
            Request<?> large = Requests.withPayload(4 * PERMIT);
            window.enter(large, false);
            window.leave(large);
            window.leave(large);

            assertThat(window.enter(Requests.withPayload(4 * PERMIT), false)).isTrue();
            assertThat(window.enter(Requests.get("/a"), false)).isFalse();
        }

        @Test
        void requestOfTheSessionsOwnGivesNothingBack() throws InterruptedException {
            window.leave(Requests.get("/own"));
            window.enter(Requests.withPayload(4 * PERMIT), false);

            assertThat(window.enter(Requests.get("/a"), false)).isFalse();
        }

        @Test
        void patienceEnds() throws InterruptedException {
            RequestWindow impatient = new RequestWindow(1, false, 1, Ticker.systemTicker());
            impatient.enter(Requests.get("/a"), true);

            assertThat(impatient.enter(Requests.get("/b"), true)).isFalse();
        }
    }

    @Nested
    class RequestsThatRegisterWatchers {

        private final List<Integer> seen = new ArrayList<>();

        @Test
        void areShownByTheQueueWhateverHappensToIt() {
            RequestQueue queue = new RequestQueue();
            queue.add(Requests.numbered(1));
            queue.add(Requests.watching(2));
            queue.add(Requests.watching(3));
            RequestQueue earlier = new RequestQueue();
            earlier.add(Requests.watching(4));
            queue.prepend(earlier);
            queue.poll();
            queue.visitWatching(it -> seen.add(it.xid));
            assertThat(seen).containsExactly(2, 3);
            queue.drain(it -> queue.add(it));
            queue.poll();
            queue.poll();
            queue.visitWatching(it -> seen.add(it.xid));

            assertThat(seen).containsExactly(2, 3, 3);
        }

        @Test
        void areShownAmongThoseInFlight() {
            InFlightRequests inFlight = new InFlightRequests();
            inFlight.add(Requests.watching(1));
            inFlight.add(Requests.numbered(2));
            inFlight.add(Requests.watching(3));
            inFlight.poll(1);
            inFlight.visitWatching(it -> seen.add(it.xid));
            assertThat(seen).containsExactly(3);
            inFlight.drain(it -> {});
            inFlight.visitWatching(it -> seen.add(it.xid));

            assertThat(seen).hasSize(1);
        }
    }
}
