package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers that wait for room. */
class RequestWindowTest {

    private static final int LIMIT = 8;

    private final RequestWindow window =
            new RequestWindow(LIMIT, false, TimeUnit.MINUTES.toNanos(1), Ticker.systemTicker());

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    private List<Request<?>> fill() throws InterruptedException {
        List<Request<?>> requests = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            requests.add(Requests.get("/" + i));
            assertThat(window.enter(requests.get(i), false)).isTrue();
        }
        return requests;
    }

    private Future<Boolean> enterOnAnotherThread(Request<?> request) {
        int before = window.waiting();
        Future<Boolean> entered = callers.submit(() -> window.enter(request, true));
        await().until(() -> window.waiting() > before);
        return entered;
    }

    @Test
    void thoseWhoWaitAreLetInWhenAShareOfTheWindowIsFree() throws Exception {
        List<Request<?>> requests = fill();
        Future<Boolean> first = enterOnAnotherThread(Requests.get("/first"));
        Future<Boolean> second = enterOnAnotherThread(Requests.get("/second"));
        window.leave(requests.get(0));
        assertThat(window.waiting()).isEqualTo(2);
        window.leave(requests.get(1));

        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(window.taken()).isEqualTo(LIMIT);
        assertThat(window.waiting()).isZero();
    }

    @Test
    void nobodyGoesPastThoseWhoWait() throws Exception {
        List<Request<?>> requests = fill();
        Future<Boolean> large = enterOnAnotherThread(Requests.withPayload(3 * 64 * 1024));
        Future<Boolean> small = enterOnAnotherThread(Requests.get("/small"));
        window.leave(requests.get(0));
        window.leave(requests.get(1));
        window.leave(requests.get(2));
        window.leave(requests.get(3));
        assertThat(large.get()).isTrue();
        assertThat(small.isDone()).isFalse();
        window.leave(requests.get(4));
        window.leave(requests.get(5));

        assertThat(small.get()).isTrue();
    }

    @Test
    void callerThatIsInterruptedLeavesItsPlaceToTheNext() throws Exception {
        List<Request<?>> requests = fill();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                interrupted.complete(!window.enter(Requests.get("/given-up"), true));
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        caller.start();
        await().until(() -> window.waiting() == 1);
        Future<Boolean> next = enterOnAnotherThread(Requests.get("/next"));
        caller.interrupt();
        assertThat(interrupted.get()).isTrue();
        requests.forEach(window::leave);

        assertThat(next.get()).isTrue();
        assertThat(window.taken()).isEqualTo(1);
    }

    /** What leaves does so on another thread than those that enter, as on the event loop: a lost wake-up would hang. */
    @Test
    void manyCallersAllGetInAndNeverTooManyAtOnce() throws Exception {
        int threads = 6;
        int each = 5_000;
        BlockingQueue<Request<?>> inside = new LinkedBlockingQueue<>();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            done.add(callers.submit(() -> enter(each, inside)));
        }
        for (int i = 0; i < threads * each; i++) {
            Request<?> request = inside.poll(1, TimeUnit.MINUTES);
            assertThat(request).isNotNull();
            most.accumulateAndGet(inside.size() + 1, Math::max);
            window.leave(request);
        }
        join(done);

        assertThat(window.taken()).isZero();
        assertThat(most.get()).isLessThanOrEqualTo(LIMIT);
    }

    private Void enter(int times, BlockingQueue<Request<?>> inside) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Request<?> request = Requests.get("/a");
            assertThat(window.enter(request, true)).isTrue();
            inside.add(request);
        }
        return null;
    }

    private static void join(List<Future<?>> done) throws InterruptedException, ExecutionException {
        for (Future<?> each : done) {
            each.get();
        }
    }
}
