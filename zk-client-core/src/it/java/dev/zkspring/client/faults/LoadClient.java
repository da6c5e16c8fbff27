package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.watch.DataWatch;
import dev.zkspring.client.watch.TreeCache;
import dev.zkspring.client.watch.TreeCacheEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One client of a {@link LoadWorkload}: the only writer of some nodes, a reader and watcher of all. */
final class LoadClient implements AutoCloseable {

    private static final int NODES = 5;

    private static final int MAX_PENDING = 64;

    private static final int MAX_PADDING = 20_000;

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String root;

    private final String name;

    private final SplittableRandom random;

    private final TimeChecker times;

    private final Recoveries recoveries;

    private final ZkClient client;

    private final List<String> paths;

    private final Map<String, String> watched = new ConcurrentHashMap<>();

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicLong operations = new AtomicLong();

    private final AtomicLong failures = new AtomicLong();

    /** The first connection is none. */
    private final AtomicLong reconnects = new AtomicLong(-1);

    private final AtomicLong expiries = new AtomicLong();

    private final AtomicLong late = new AtomicLong();

    private final AtomicReference<@Nullable String> firstLate = new AtomicReference<>();

    private final StreamedStates states = new StreamedStates();

    private final StreamedEvents events;

    private List<String> all = List.of();

    private @Nullable TreeCache cache;

    private long counter;

    LoadClient(FaultyEnsemble ensemble, int number, String root, SplittableRandom random, Lateness lateness) {
        this.root = root;
        this.name = "load" + number;
        this.random = random;
        this.times = new TimeChecker(REQUEST_TIMEOUT, lateness);
        this.paths = IntStream.range(0, NODES)
                .mapToObj(node -> root + "/" + name + "-" + node)
                .toList();
        this.client = ensemble.client(number)
                .clientName(name)
                .sessionTimeout(Duration.ofMillis(random.nextLong(1_500, 4_000)))
                .requestTimeout(REQUEST_TIMEOUT)
                .build();
        this.recoveries = Recoveries.of(ensemble, number, client);
        this.events = new StreamedEvents(client, root);
        client.addListener(this::stateChanged);
    }

    /** The nodes that only this client writes. */
    List<String> paths() {
        return paths;
    }

    void start(List<String> allPaths) {
        all = allPaths;
        client.start();
        for (String path : all) {
            DataWatch.on(client, path).start((node, event) -> seen(path, node));
        }
        cache = TreeCache.on(client, root).start(this::cached);
        events.register();
    }

    private boolean seen(String path, @Nullable NodeData node) {
        states.seen("a DataWatch", path, node);
        watched.put(path, node == null ? "" : node.text());
        return true;
    }

    private void cached(TreeCacheEvent event) {
        if (all.contains(event.path())) {
            states.seen("the TreeCache", event.path(), event.node());
        }
    }

    private void stateChanged(ConnectionEvent event) {
        if (event.state() == ConnectionState.CONNECTED) {
            reconnects.incrementAndGet();
            return;
        }
        if (event.lostReason() == LostReason.EXPIRED_BY_CLOCK || event.lostReason() == LostReason.EXPIRED_BY_SERVER) {
            expiries.incrementAndGet();
        }
    }

    /** Makes one call and does not wait for it. Called by one thread. */
    void step() {
        if (pending.get() >= MAX_PENDING) {
            return;
        }
        pending.incrementAndGet();
        long begin = System.nanoTime();
        call().whenComplete((answer, error) -> ended(begin, error));
    }

    private CompletableFuture<?> call() {
        int kind = random.nextInt(10);
        if (kind < 4) {
            return client.async().get(all.get(random.nextInt(all.size())));
        }
        if (kind < 7) {
            return write(paths.get(random.nextInt(paths.size())));
        }
        return switch (kind) {
            case 7 -> client.async().getChildren(root);
            case 8 -> client.async().create(root + "/" + name, null, CreateMode.EPHEMERAL);
            default -> client.async().delete(root + "/" + name);
        };
    }

    private CompletableFuture<?> write(String path) {
        long value = ++counter;
        String padding = random.nextInt(20) == 0 ? "x".repeat(random.nextInt(MAX_PADDING)) : "";
        return client.async()
                .set(path, (value + " " + padding).getBytes(UTF_8))
                .thenAccept(stat -> acknowledged.merge(path, value, Math::max));
    }

    private void ended(long begin, @Nullable Throwable error) {
        String lateness = times.check("a call", begin, System.nanoTime());
        if (lateness != null) {
            late.incrementAndGet();
            firstLate.compareAndSet(null, lateness + " and ended with " + (error == null ? "an answer" : error));
        }
        operations.incrementAndGet();
        if (error instanceof ZkException failure && failure.outcome() != Outcome.REFUSED) {
            failures.incrementAndGet();
        }
        pending.decrementAndGet();
    }

    boolean isIdle() {
        return pending.get() == 0;
    }

    /** What is wrong when the servers have these nodes at these paths. */
    List<String> violations(Map<String, SeenNode> truth) {
        List<String> violations = new ArrayList<>();
        Map<String, Long> changes = new HashMap<>();
        truth.forEach((path, node) -> changes.put(path, node.mzxid()));
        states.violations().forEach(violation -> violations.add(name + ": " + violation));
        events.violations(changes).forEach(violation -> violations.add(name + ": " + violation));
        if (hangs() > 0) {
            violations.add("%s has %s calls that never ended and %s that ended too late, first of all %s"
                    .formatted(name, pending, late, firstLate));
        }
        for (String path : paths) {
            long acked = acknowledged.getOrDefault(path, 0L);
            if (counter(truth.get(path).value()) < acked) {
                violations.add(
                        path + " is " + counter(truth.get(path).value()) + " but " + acked + " was acknowledged");
            }
        }
        truth.forEach((path, node) -> {
            String text = node.value();
            compare(violations, "a DataWatch", path, watched.get(path), text);
            NodeData cached = cache == null ? null : cache.get(path);
            compare(violations, "the TreeCache", path, cached == null ? null : cached.text(), text);
        });
        return violations;
    }

    private void compare(List<String> violations, String what, String path, @Nullable String seen, String text) {
        if (!text.equals(seen)) {
            String found = seen == null || seen.isEmpty() ? "nothing" : Long.toString(counter(seen));
            violations.add(what + " of " + name + " has " + found + " for " + path + " which is " + counter(text));
        }
    }

    private static long counter(String text) {
        return Long.parseLong(text.split(" ", 2)[0]);
    }

    long operations() {
        return operations.get();
    }

    long failures() {
        return failures.get();
    }

    long reconnects() {
        return reconnects.get();
    }

    long expiries() {
        return expiries.get();
    }

    long hangs() {
        return pending.get() + late.get();
    }

    long events() {
        return states.count() + events.count();
    }

    List<Duration> recoveries() {
        return recoveries.durations();
    }

    @Override
    public void close() {
        events.stop();
        client.close(CLOSE_TIMEOUT);
    }
}
