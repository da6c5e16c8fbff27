package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.watch.DataWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Very many data watches that are armed while the nodes change and the link breaks: none of them misses a change. */
abstract class BulkArmingScenarios {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String NOTHING = "nothing";

    private final LongAdder calls = new LongAdder();

    private final LongAdder failures = new LongAdder();

    private final AtomicBoolean writing = new AtomicBoolean(true);

    private final List<DataWatch> watches = new ArrayList<>();

    private String root;

    private ZkClient writer;

    private ZkClient client;

    /** What each watch has been told last. */
    private AtomicReferenceArray<String> seen;

    private CompletableFuture<Void> storm = CompletableFuture.completedFuture(null);

    abstract ZkServerExtension zk();

    /** How many watches a test makes. */
    abstract int size();

    /** Before 3.6 a server may keep the watch of a read that it came to after the link was gone, for ever. */
    boolean forgetsLostLinks() {
        return true;
    }

    @BeforeEach
    void connect() {
        root = zk().root();
        writer = zk().client();
        client = zk().proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(30)));
        seen = new AtomicReferenceArray<>(size());
    }

    @AfterEach
    void stopWriting() {
        writing.set(false);
        storm.join();
    }

    final ZkClient client() {
        return client;
    }

    final LongAdder calls() {
        return calls;
    }

    final String path(int i) {
        return root + "/n" + i;
    }

    final void createNodes() {
        IntStream.range(0, size())
                .mapToObj(i -> writer.async().create(path(i), new byte[] {'0'}))
                .toList()
                .forEach(CompletableFuture::join);
    }

    final void watchAll() {
        for (int i = 0; i < size(); i++) {
            int number = i;
            watches.add(DataWatch.on(client, path(i))
                    .errorHandler((path, error) -> failures.increment())
                    .start((node, event) -> {
                        seen.set(number, node == null ? NOTHING : node.text());
                        calls.increment();
                        return true;
                    }));
        }
    }

    /** Changes nodes at random until the test is over or says stop. */
    final void beginWriting() {
        Random random = new Random(7);
        storm = CompletableFuture.runAsync(() -> {
            for (int value = 1; writing.get(); value++) {
                byte[] data = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
                writer.set(path(random.nextInt(size())), data);
            }
        });
    }

    final void awaitNewestEverywhere() {
        stopWriting();
        List<String> newest = IntStream.range(0, size())
                .mapToObj(i -> writer.async().get(path(i)))
                .toList()
                .stream()
                .map(read -> read.join().text())
                .toList();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(IntStream.range(0, size())
                                .filter(i -> !newest.get(i).equals(seen.get(i))))
                        .as("nodes whose newest value was not told")
                        .isEmpty());
        assertThat(failures.sum()).isZero();
    }

    final void awaitWatchesOnServer(int expected) {
        if (!forgetsLostLinks()) {
            return;
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(zk().server().watchCount())
                        .as("watches on the server")
                        .isEqualTo(expected));
    }

    @Test
    void changesWhileTheyAreArmedReachEachWatch() {
        createNodes();
        beginWriting();
        watchAll();
        awaitNewestEverywhere();
        awaitWatchesOnServer(size());
    }

    @Test
    void missingNodesAreWatchedToo() {
        watchAll();
        await().atMost(PATIENCE).until(() -> calls.sum() == size());
        awaitWatchesOnServer(size());
        createNodes();
        awaitNewestEverywhere();
        awaitWatchesOnServer(size());
    }

    @Test
    void linksThatBreakMeanwhileHideNoChange() {
        StateRecorder states = new StateRecorder();
        client.addListener(states);
        createNodes();
        beginWriting();
        watchAll();
        for (int i = 1; i <= 4; i++) {
            long cuts = i;
            await().atMost(PATIENCE).until(() -> calls.sum() >= size() * cuts / 8);
            zk().proxy().cut();
            await().until(() -> states.states().stream()
                            .filter(ConnectionState.CONNECTED::equals)
                            .count()
                    >= cuts);
        }
        awaitNewestEverywhere();
        awaitWatchesOnServer(size());
    }

    @Test
    void lostSessionHidesNoChange() {
        createNodes();
        beginWriting();
        watchAll();
        await().atMost(PATIENCE).until(() -> calls.sum() >= size() / 4);
        zk().endSession(client.sessionId());
        awaitNewestEverywhere();
        awaitWatchesOnServer(size());
    }

    @Test
    void thoseClosedMeanwhileLeaveNothingOnTheServer() {
        createNodes();
        watchAll();
        await().atMost(PATIENCE).until(() -> calls.sum() >= size() / 8);
        watches.forEach(DataWatch::close);
        awaitWatchesOnServer(0);
        // A watch that is armed later would be there behind the answer to this read.
        client.exists(root);
        awaitWatchesOnServer(0);
    }

    final void addWatchesThatStay(int step) {
        for (int i = 0; i < size(); i += step) {
            client.async().addWatch(path(i), AddWatchMode.PERSISTENT, event -> {});
        }
    }
}
