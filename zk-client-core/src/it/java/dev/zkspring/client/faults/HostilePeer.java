package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.it.Footprint;
import dev.zkspring.client.it.ZkServerExtension;
import dev.zkspring.client.watch.DataWatch;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * A client of a server that lies, with a watch, and what must be true whatever it hears: it works again as soon as the
 * server is honest, its memory stays bounded, and no exception ends where nobody looks.
 */
abstract class HostilePeer {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    static final int LIMIT = 1 << 20;

    /** Several frames at the limit, and what an allocator keeps beside them. */
    private static final long MEMORY = 64L * LIMIT;

    /** What a client may keep of a flood: its queues are bounded by numbers of events, which are small. */
    private static final long FLOOD = 6L * LIMIT;

    static final Duration PATIENCE = Duration.ofSeconds(10);

    static final RetryPolicy IMPATIENT =
            new RetryPolicy(RetryPolicy.UNLIMITED, Duration.ofMillis(5), 1, 0, Duration.ofMillis(5), null, true);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

    private final Queue<String> watched = new ConcurrentLinkedQueue<>();

    final Queue<ConnectionEvent> events = new ConcurrentLinkedQueue<>();

    final LyingProxy liar =
            zk.closeLater(LyingProxy.ofFrames(zk.server().start().port()));

    String root;

    ZkClient client;

    @BeforeEach
    final void listen() {
        log.start();
        logger.addAppender(log);
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
    }

    @AfterEach
    final void nothingEndsWhereNobodyLooks() {
        logger.detachAppender(log);
        Thread.setDefaultUncaughtExceptionHandler(null);
        BadInputs.add("conversations with a hostile server", 1);
        assertThat(uncaught).isEmpty();
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .noneMatch(event -> event.getLoggerName().startsWith("io.netty") || event.getThrowableProxy() != null);
    }

    final ZkClient unstarted(String hosts, UnaryOperator<ZkClientBuilder> settings) {
        return zk.unstarted(
                hosts,
                builder -> settings.apply(builder.connectionRetry(IMPATIENT)
                        .randomizeHosts(false)
                        .connectTimeout(Duration.ofMillis(250))
                        .sessionTimeout(Duration.ofSeconds(10))
                        .requestTimeout(Duration.ofSeconds(5))
                        .maxResponseSize(LIMIT)));
    }

    final void connect(UnaryOperator<ZkClientBuilder> settings) {
        client = unstarted(liar.address(), settings);
        begin();
    }

    /** Starts the client on an honest server, with nodes of its own and a watch. */
    final void begin() {
        root = zk.root();
        client.addListener(events::add);
        client.start();
        client.create(root + "/node", "0".getBytes(UTF_8));
        client.create(root + "/watched", "0".getBytes(UTF_8));
        DataWatch.on(client, root + "/watched").start(this::seen);
        await().untilAsserted(() -> assertThat(watched).containsExactly("0"));
        events.clear();
    }

    private boolean seen(@Nullable NodeData node, @Nullable WatchEvent event) {
        return watched.add(node == null ? "none" : node.text());
    }

    /** The server is honest from here on; the client notices by itself. */
    final void worksAgain() {
        liar.tell(Lie.NONE);
        await().atMost(PATIENCE).until(client::isConnected);
        String news = "news" + watched.size();
        zk.client().set(root + "/watched", news.getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> watched.contains(news));
        client.set(root + "/node", news.getBytes(UTF_8));
        assertThat(client.get(root + "/node").text()).isEqualTo(news);
        // A cache may still read what has just changed.
        await().untilAsserted(
                        () -> assertThat(client.statistics().pendingRequests()).isZero());
        memoryIsBounded();
    }

    final void memoryIsBounded() {
        long used = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
        assertThat(used).as("direct memory").isLessThan(MEMORY);
    }

    /** A length or a count that is believed shows here, even if what was made for it is garbage by now. */
    final void littleWasAllocated() {
        assertThat(allocated()).as("bytes ever allocated by the event loop").isLessThan(MEMORY);
    }

    private long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String loop = client.clientName() + "-loop";
        return Stream.of(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals(loop))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .max()
                .orElseThrow();
    }

    /** What the heap holds now is little more than what it held before. */
    final void heapIsBounded(Footprint before) {
        await().untilAsserted(() ->
                assertThat(Footprint.now().heap() - before.heap()).as("heap").isLessThan(FLOOD));
    }

    /** Why the link broke, in words. */
    final String suspendedBecause() {
        return events.stream()
                .filter(event -> event.state() == ConnectionState.SUSPENDED && event.cause() != null)
                .map(event -> event.cause().getMessage())
                .findFirst()
                .orElse("");
    }
}
