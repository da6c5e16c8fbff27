package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.it.Footprint;
import dev.zkspring.client.watch.DataWatch;
import dev.zkspring.client.watch.TreeCache;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends more events than anybody can digest. */
class HostileEventsIT extends HostilePeer {

    /** Design: the queue of one watcher. */
    private static final int QUEUE = 10_000;

    /** The answer comes behind all events, and a busy machine needs its time for them. */
    private static final UnaryOperator<ZkClientBuilder> PATIENT =
            settings -> settings.requestTimeout(Duration.ofSeconds(30));

    private final CountDownLatch awake = new CountDownLatch(1);

    private Lie flood(int events, String path) {
        byte[] event = ServerFrame.event(3, path);
        return Lie.once(ServerFrame::isAnswer, 0, (said, toClient) -> {
            write(event, events, toClient);
            toClient.write(said);
        });
    }

    private static void write(byte[] event, int times, OutputStream toClient) throws java.io.IOException {
        byte[] hundred = new byte[100 * event.length];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(event, 0, hundred, i * event.length, event.length);
        }
        for (int i = 0; i < times; i += 100) {
            toClient.write(hundred);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void holdsUpNobodyButASlowWatcherWhoseQueueIsBounded(int number) {
        connect(PATIENT);
        Queue<WatchEvent.Type> seen = new ConcurrentLinkedQueue<>();
        client.addWatch(root + "/node", AddWatchMode.PERSISTENT, event -> {
            awake.await();
            seen.add(event.type());
        });
        Footprint before = Footprint.now();
        liar.tell(flood(number, root + "/node"));
        assertThat(client.get(root + "/node").text()).isEqualTo("0");
        worksAgain();
        heapIsBounded(before);
        awake.countDown();

        // What worksAgain did is seen as well, or stands for by the RESYNC.
        int expected = number < QUEUE ? number + 1 : QUEUE + 1;
        await().untilAsserted(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(expected));
        assertThat(seen).hasSizeLessThan(expected + QUEUE / 2);
        assertThat(seen.contains(WatchEvent.Type.RESYNC)).isEqualTo(number > QUEUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void isOneChangeToAWatchOfState(int number) {
        connect(PATIENT);
        Queue<String> values = new ConcurrentLinkedQueue<>();
        DataWatch.on(client, root + "/node").start((node, event) -> {
            values.add(node.text());
            awake.await();
            return true;
        });
        await().until(() -> !values.isEmpty());
        Footprint before = Footprint.now();
        liar.tell(flood(number, root + "/node"));
        assertThat(client.get(root + "/node").text()).isEqualTo("0");
        worksAgain();
        heapIsBounded(before);
        awake.countDown();

        String last = client.get(root + "/node").text();
        await().until(() -> values.contains(last));
        assertThat(values).hasSizeLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    void leavesACacheAsItWas(int number) {
        connect(PATIENT);
        TreeCache cache = zk.closeLater(TreeCache.on(client, root).start(event -> {}));
        await().until(cache::isInitialized);
        Footprint before = Footprint.now();
        liar.tell(flood(number, root + "/node/of/nobody"));
        assertThat(client.get(root + "/node").text()).isEqualTo("0");
        worksAgain();
        heapIsBounded(before);

        String last = client.get(root + "/node").text();
        await().until(() -> last.equals(cache.get(root + "/node").text()));
        assertThat(cache.paths()).containsExactlyInAnyOrder(root, root + "/node", root + "/watched");
    }
}
