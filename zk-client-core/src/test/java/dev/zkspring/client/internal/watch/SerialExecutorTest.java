package dev.zkspring.client.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final ManualExecutor pool = new ManualExecutor();

    private final SerialExecutor serial = new SerialExecutor(pool, "test");

    private final List<Integer> done = new ArrayList<>();

    @Test
    void tasksRunInOrderInOneTurn() {
        for (int i = 0; i < 10; i++) {
            int number = i;
            serial.execute(() -> done.add(number));
        }
        assertThat(pool.size()).isEqualTo(1);
        pool.runNext();

        assertThat(done).isEqualTo(IntStream.range(0, 10).boxed().toList());
        assertThat(pool.size()).isZero();
    }

    @Test
    void longQueueYieldsTheThreadNowAndThen() {
        for (int i = 0; i < 200; i++) {
            int number = i;
            serial.execute(() -> done.add(number));
        }
        pool.runNext();
        assertThat(done).hasSizeBetween(1, 199);
        assertThat(pool.size()).isEqualTo(1);
        pool.runAll();

        assertThat(done).isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void taskMayAddATask() {
        serial.execute(() -> serial.execute(() -> done.add(1)));
        pool.runAll();
        serial.execute(() -> done.add(2));
        pool.runAll();

        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void taskThatThrowsStopsNoOther() {
        serial.execute(() -> {
            throw new IllegalStateException("x");
        });
        serial.execute(() -> {
            throw new StackOverflowError();
        });
        serial.execute(() -> CallbackDispatcherTest.<RuntimeException>sneakyThrow(new Exception("checked")));
        serial.execute(() -> done.add(1));
        pool.runAll();
        serial.execute(() -> done.add(2));
        pool.runAll();

        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void twoTasksNeverRunAtATimeAndNoneIsLost() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        SerialExecutor real = new SerialExecutor(threads, "test");
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        try {
            for (int i = 0; i < 20_000; i++) {
                int number = i;
                real.execute(() -> {
                    overlaps.addAndGet(running.getAndIncrement());
                    order.add(number);
                    running.decrementAndGet();
                });
            }
            await().until(() -> order.size() == 20_000);
        } finally {
            threads.shutdown();
        }

        assertThat(overlaps).hasValue(0);
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 20_000).boxed().toList());
    }
}
