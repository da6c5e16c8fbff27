package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.DataWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Very many data watches on one client: 20 000, or what the system property {@code it.watches} says. The log tells how
 * long each step took and how much memory the watches and the client's part of them hold.
 */
class ManyWatchesIT {

    private static final Logger log = LoggerFactory.getLogger(ManyWatchesIT.class);

    private static final int WATCHES = Integer.getInteger("it.watches", 20_000);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final LongAdder calls = new LongAdder();

    private final LongAdder failures = new LongAdder();

    private final List<DataWatch> watches = new ArrayList<>();

    private String root;

    private long start = System.nanoTime();

    private boolean called(NodeData node, WatchEvent event) {
        calls.increment();
        return true;
    }

    private String path(int i) {
        return root + "/n" + i;
    }

    private ZkClient createNodes() {
        root = zk.root();
        ZkClient writer = zk.client();
        IntStream.range(0, WATCHES)
                .mapToObj(i -> writer.async().create(path(i), null))
                .toList()
                .forEach(CompletableFuture::join);
        return writer;
    }

    private void setAll(ZkClient client, int from, int step) {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = from; i < WATCHES; i += step) {
            writes.add(client.async().set(path(i), new byte[] {1}));
        }
        writes.forEach(CompletableFuture::join);
    }

    private void awaitCalls(long expected) {
        await().atMost(PATIENCE).until(() -> calls.sum() >= expected);
        assertThat(calls.sum()).isEqualTo(expected);
    }

    private void awaitWatchCount(int expected) {
        await().atMost(PATIENCE).until(() -> zk.server().watchCount() == expected);
    }

    private void tell(String step) {
        long now = System.nanoTime();
        log.info(
                "{} watches: {} in {} ms",
                WATCHES,
                step,
                Duration.ofNanos(now - start).toMillis());
        start = System.nanoTime();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void onOneClientAreArmedCalledKeptAcrossAReconnectAndRemoved() {
        ZkClient writer = createNodes();
        ZkClient client = zk.proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(30)));
        StateRecorder states = new StateRecorder();
        client.addListener(states);
        long before = usedBytes();
        tell("nodes created");

        for (int i = 0; i < WATCHES; i++) {
            watches.add(DataWatch.on(client, path(i))
                    .errorHandler((path, error) -> failures.increment())
                    .start(this::called));
        }
        awaitCalls(WATCHES);
        tell("armed and called");
        awaitWatchCount(WATCHES);
        log.info("{} watches: {} bytes each", WATCHES, (usedBytes() - before) / WATCHES);
        tell("measured");

        setAll(writer, 0, 10);
        awaitCalls(WATCHES + WATCHES / 10);
        tell("a tenth of them changed and called");

        zk.proxy().cut();
        states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
        awaitWatchCount(WATCHES);
        tell("armed again after a lost link");
        setAll(writer, 1, 10);
        awaitCalls(WATCHES + 2 * (WATCHES / 10));
        awaitWatchCount(WATCHES);
        tell("another tenth changed and called");

        watches.forEach(DataWatch::close);
        awaitWatchCount(0);
        tell("closed and removed from the server");
        assertThat(failures.sum()).isZero();
    }
}
