package dev.zkspring.client.it;

import static dev.zkspring.client.it.CuttingProxy.Direction.TO_SERVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client under load whose link is cut again and again: what it reports must be true. */
class UnderFireIT {

    private static final int BYTES_BETWEEN_CUTS = 40_000;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final AtomicBoolean firing = new AtomicBoolean(true);

    private String root;

    private ZkClient client;

    private Thread cutter;

    @BeforeEach
    void openFire() {
        root = zk.root();
        RetryPolicy impatient =
                new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(5), 1, 0, Duration.ofMillis(5), null, true);
        // So few in flight that some come through between two cuts, however slow the machine is.
        client = zk.proxiedClient(settings -> settings.connectionRetry(impatient)
                .maxInFlight(100)
                .sessionTimeout(Duration.ofSeconds(30))
                .requestTimeout(Duration.ofMinutes(1)));
        CuttingProxy proxy = zk.proxy();
        cutter = new Thread(() -> cutAgainAndAgain(proxy));
        cutter.start();
    }

    @AfterEach
    void ceaseFire() throws InterruptedException {
        firing.set(false);
        cutter.join();
    }

    private void cutAgainAndAgain(CuttingProxy proxy) {
        long next = BYTES_BETWEEN_CUTS;
        while (firing.get()) {
            if (proxy.bytes(TO_SERVER) > next) {
                next = proxy.bytes(TO_SERVER) + BYTES_BETWEEN_CUTS;
                proxy.cut();
            }
            Thread.onSpinWait();
        }
    }

    private static Outcome outcome(CompletableFuture<String> future) {
        await().atMost(Duration.ofMinutes(1)).until(future::isDone);
        return future.handle((path, error) -> error == null ? null : ((ZkException) error).outcome())
                .join();
    }

    @Test
    void outcomesOfCreatesAreTrue() throws InterruptedException {
        Map<String, CompletableFuture<String>> creates = new LinkedHashMap<>();
        for (int i = 0; i < 6_000; i++) {
            creates.put("n" + i, client.async().create(root + "/n" + i, new byte[50]));
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        creates.forEach((name, future) -> outcomes.put(name, outcome(future)));
        ceaseFire();
        Set<String> present = new HashSet<>(zk.peer().children(root));
        assertThat(outcomes).allSatisfy((name, outcome) -> {
            if (outcome == null) {
                assertThat(present).contains(name);
            } else if (outcome != Outcome.UNKNOWN) {
                assertThat(outcome).isEqualTo(Outcome.NOT_SENT);
                assertThat(present).doesNotContain(name);
            }
        });
        assertThat(outcomes).containsValue(Outcome.UNKNOWN).containsValue(null);
        assertThat(zk.proxy().accepted()).isGreaterThan(3);
    }

    @Test
    void writesAreNeverRepeatedNorReordered() throws InterruptedException {
        List<CompletableFuture<Integer>> writes = IntStream.range(0, 6_000)
                .mapToObj(i -> client.async()
                        .set(root, Integer.toString(i).getBytes(UTF_8))
                        .thenApply(stat -> stat.version()))
                .toList();
        writes.forEach(write -> await().atMost(Duration.ofMinutes(1)).until(write::isDone));
        ceaseFire();
        List<Integer> versions = writes.stream()
                .filter(write -> !write.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
        assertThat(versions).isSorted().doesNotHaveDuplicates();
        long failed = writes.size() - versions.size();
        int version = client.get(root).stat().version();
        assertThat((long) version).isBetween((long) versions.size(), versions.size() + failed);
    }

    @Test
    void readsNeverFail() {
        zk.peer().set(root, "value");
        List<CompletableFuture<NodeData>> reads = IntStream.range(0, 20_000)
                .mapToObj(i -> client.async().get(root))
                .toList();
        assertThat(reads).allSatisfy(read -> assertThat(read.join().text()).isEqualTo("value"));
        assertThat(zk.proxy().accepted()).isGreaterThan(3);
    }

    @Test
    void readsSeeWhatTheirCallerWroteBefore() {
        int seen = 0;
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<Integer> write =
                    client.async().set(root, new byte[50]).thenApply(stat -> stat.version());
            CompletableFuture<NodeData> read = client.async().get(root);
            int version = read.join().stat().version();
            assertThat(version).isGreaterThanOrEqualTo(seen);
            seen = version;
            await().until(write::isDone);
            if (!write.isCompletedExceptionally()) {
                assertThat(version).isGreaterThanOrEqualTo(write.join());
            }
        }
    }
}
