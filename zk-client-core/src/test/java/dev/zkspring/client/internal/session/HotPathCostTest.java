package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.zkspring.client.Reachable;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetData;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a call costs, counted: bytes on the heap of the caller and of the event loop, which are one thread here. Times
 * would lie, and bytes are what most of the time goes to.
 */
class HotPathCostTest {

    /**
     * For 100 bytes of data with one dependent stage, on a JVM of 64 bits with compressed references: 120 the data, 80
     * {@code Stat}, 24 {@code NodeData}, 64 {@code Request}, 24 {@code GetData}, 64 the dependent stage. What is left is
     * the share of one call in its batch of 1000.
     */
    private static final long BYTES_PER_GET = 380;

    /** 80 {@code Stat}, 64 {@code Request}, 24 {@code SetData} or {@code Exists}, 64 the dependent stage. */
    private static final long BYTES_PER_STAT = 236;

    /**
     * 48 the path that comes back, 64 {@code Request}, 16 {@code Create}, 40 each {@code CreateRequest} and its builder, 32
     * the iterator over the access list, 64 the dependent stage.
     */
    private static final long BYTES_PER_CREATE = 308;

    /** Of this project's classes; the path, and the entry of the table, come on top. */
    private static final int OBJECTS_PER_WATCHER = 1;

    private static final int DATA_LENGTH = 100;

    private static final int BATCH = 1_000;

    private static final int ATTEMPTS = 50;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final EchoServer server = new EchoServer(DATA_LENGTH);

    private SessionRig rig;

    private final Watcher watcher = event -> {};

    private final byte[] data = new byte[DATA_LENGTH];

    private final Consumer<Object> stage = this::count;

    private int answered;

    private void connect(boolean readBatching) {
        rig = new SessionRig(settings -> settings.readBatching = readBatching);
        // Buffers of tests are tracked, which takes more memory than all that is counted here.
        rig.observer = channel -> {
            channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
            channel.pipeline().addFirst(server);
        };
        rig.session.start();
        rig.connector.next().accept().grant().pong();
        rig.run();
        server.on();
    }

    @AfterEach
    void stop() {
        rig.close();
        server.release();
    }

    @Test
    void getAllocatesWhatItAnswersAndLittleMore() {
        connect(false);

        assertThat(bytesPerGet()).isBetween((long) DATA_LENGTH, BYTES_PER_GET);
        assertThat(answered).isEqualTo(ATTEMPTS * BATCH);
        assertThat(server.requests()).isEqualTo(answered);
    }

    @Test
    void getThatSharesARequestAllocatesNoMore() {
        connect(true);

        assertThat(bytesPerGet()).isBetween((long) DATA_LENGTH, BYTES_PER_GET);
        assertThat(answered).isEqualTo(ATTEMPTS * BATCH);
        assertThat(server.requests()).isLessThan(answered / 2);
    }

    @Test
    void setAllocatesItsAnswerAndLittleMore() {
        connect(true);

        assertThat(bytesPer(() -> new SetData("/node", data, -1))).isBetween(1L, BYTES_PER_STAT);
        assertThat(answered).isEqualTo(ATTEMPTS * BATCH);
    }

    @Test
    void existsAllocatesItsAnswerAndLittleMore() {
        connect(true);

        assertThat(bytesPer(() -> new Exists("/node", false))).isBetween(1L, BYTES_PER_STAT);
        assertThat(answered).isEqualTo(ATTEMPTS * BATCH);
    }

    @Test
    void createAllocatesItsPathAndLittleMore() {
        connect(true);

        assertThat(bytesPer(this::create)).isBetween(1L, BYTES_PER_CREATE);
        assertThat(answered).isEqualTo(ATTEMPTS * BATCH);
    }

    @Test
    void getAllocatesNoMoreBesideManyWatches() {
        connect(false);
        watch(0, 10);
        long few = bytesPerGet();
        watch(10, 10_000);

        assertThat(bytesPerGet()).isLessThanOrEqualTo(few + 1);
    }

    /** Each is a node on its own with one watcher, which all of them share. */
    @Test
    void watcherTakesFewObjects() {
        connect(false);
        watch(0, 100);
        int before = Reachable.from(rig.session);
        watch(100, 200);

        assertThat(Reachable.from(rig.session) - before).isLessThanOrEqualTo(100 * OBJECTS_PER_WATCHER);
    }

    private Create create() {
        return new Create(CreateRequest.of("/node").data(data).build());
    }

    private long bytesPerGet() {
        return bytesPer(() -> new GetData("/node", false));
    }

    /** The least of several attempts: the first ones load classes and fill caches. */
    private long bytesPer(Supplier<Operation<?>> operation) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < BATCH; call++) {
                rig.submit(operation.get()).thenAccept(stage);
            }
            rig.loop.runNow();
            server.deliver();
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / BATCH);
        }
        return least;
    }

    private void watch(int from, int to) {
        for (int i = from; i < to; i++) {
            rig.submit(new GetData("/watched/" + i, true), watcher);
        }
        rig.run();
        server.deliver();
        assertThat(rig.session.statistics().watches()).isEqualTo(to);
    }

    private void count(Object answer) {
        answered += answer instanceof NodeData node && node.data() == null ? 0 : 1;
    }
}
