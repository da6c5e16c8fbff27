package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Watches of all kinds on nodes that change all the time, some of them opened and closed meanwhile. Each must tell what
 * is true and end with the newest state, within {@link #BOUND} after the last fault; and then still be armed, which a
 * last change of many nodes shows. In the end just the open ones may be left, and none when all are closed.
 */
public final class WatchesWorkload implements Workload {

    /**
     * For a watch to be at the newest state when all is well again: 3 s at most until a client tries the next server
     * and one that just started answers, and 12.8 s at most between the attempts of a state watch whose reads failed.
     */
    static final Duration BOUND = Duration.ofSeconds(20);

    /** Nothing comes any more when nothing came for so long. */
    private static final Duration STILL = Duration.ofMillis(300);

    private static final int PROXIED_WRITERS = 2;

    private static final int WRITERS = PROXIED_WRITERS + 1;

    private static final int CHANGES_PER_TICK = 2;

    private static final int TICK_MILLIS = 10;

    /** Each client opens or closes a watch so rarely. */
    private static final int TICKS_PER_WATCH = 4;

    /** One of so many data nodes is changed when all watches are at the newest state. */
    private static final int LAST_CHANGES = 5;

    private final FaultyEnsemble ensemble;

    private final int firstClient;

    private final SplittableRandom random;

    private final WatchedNodes nodes;

    private final Lateness lateness = new Lateness();

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

    private final List<WatchingClient> clients = new ArrayList<>();

    private final List<WatchWriter> writers = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private final List<Recoveries> recoveries = new ArrayList<>();

    private Duration slowest = Duration.ZERO;

    private int ticks;

    /** As {@link WorkloadFactory#create}. */
    public WatchesWorkload(FaultyEnsemble ensemble, int firstClient, long seed) {
        this.ensemble = ensemble;
        this.firstClient = firstClient;
        this.random = new SplittableRandom(seed);
        this.nodes = new WatchedNodes(ensemble.root());
    }

    @Override
    public void start() {
        try (DirectReader reader = new DirectReader(ensemble.directHosts())) {
            nodes.bases().forEach(path -> reader.create(path, ""));
            for (int i = 0; i < WatchedNodes.DATA; i += 2) {
                reader.create(nodes.data(i), "first");
            }
        }
        int number = firstClient;
        for (WatchingClient.Kind kind : WatchingClient.kinds().toList()) {
            SentRequests sent = ensemble.isEncrypted() ? null : new SentRequests();
            if (sent != null) {
                tap(number, sent::link);
            }
            WatchingClient client = new WatchingClient(kind, ensemble.client(number), sent, nodes, random.split());
            clients.add(client);
            recoveries.add(client.recoveries(ensemble, number++));
        }
        for (int i = 0; i < WRITERS; i++) {
            ZkClientBuilder builder = i < PROXIED_WRITERS
                    ? ensemble.client(number++)
                    : ZkClient.builder().hosts(ensemble.directHosts());
            ZkClient client = builder.clientName("writer-" + i)
                    .requestTimeout(WatchWriter.REQUEST_TIMEOUT)
                    .build();
            writers.add(new WatchWriter(client, nodes, random.split(), i, WRITERS));
            client.start();
        }
        clients.forEach(client -> client.start(nodes));
        ticker.scheduleAtFixedRate(this::change, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tap(int client, Supplier<Consumer<ByteBuffer>> taps) {
        for (int server = 0; server < FaultyEnsemble.SERVERS; server++) {
            ensemble.proxy(client, server).tap(taps);
        }
    }

    private void change() {
        if (++ticks % TICKS_PER_WATCH == 0) {
            clients.forEach(WatchingClient::changeWatches);
        }
        for (WatchWriter writer : writers) {
            for (int i = 0; i < CHANGES_PER_TICK; i++) {
                writer.change();
            }
        }
    }

    @Override
    public void settle() {
        long healed = System.nanoTime();
        stopWriters();
        try (DirectReader reader = new DirectReader(ensemble.directHosts())) {
            awaitAll(reader, healed, "after the last fault");
            changeOnceMore(reader, "last");
            Truth last = awaitAll(reader, System.nanoTime(), "after the last change");
            awaitStillness();
            clients.stream()
                    .filter(client -> !client.isCaughtUp(last))
                    .forEach(client -> violations.add(client.differences(last) + ", having been up to date"));
            await(this::leaks);
            Past past = past(reader);
            clients.forEach(client -> violations.addAll(client.violations(past)));
            closeWatches(reader);
        }
    }

    /** Whoever is told more than there was to tell is told so late. */
    private void awaitStillness() {
        long[] last = {-1, System.nanoTime()};
        await(() -> {
            long sightings = sum(WatchingClient::sightings);
            if (sightings != last[0]) {
                last[0] = sightings;
                last[1] = System.nanoTime();
            }
            return since(last[1]).compareTo(STILL) > 0 ? List.of() : List.of("watches are told more and more");
        });
    }

    private List<String> leaks() {
        Map<Long, Set<String>> watched = ServerWatches.bySession(ensemble);
        return clients.stream()
                .flatMap(client -> client.leaks(watched).stream())
                .toList();
    }

    private Past past(DirectReader reader) {
        Set<Long> seen = clients.stream().flatMap(WatchingClient::zxids).collect(Collectors.toSet());
        long since = Objects.requireNonNull(reader.get(nodes.root())).czxid();
        reader.sync(nodes.root());
        List<List<Change>> logs = IntStream.range(0, FaultyEnsemble.SERVERS)
                .mapToObj(server -> ServerLogs.read(ensemble.server(server), nodes.root(), since))
                .toList();
        return Past.of(logs, seen);
    }

    /** A watch that nobody wants any more would send an event. */
    private void closeWatches(DirectReader reader) {
        clients.forEach(WatchingClient::closeWatches);
        await(this::leaks);
        List<Long> before = clients.stream()
                .map(client -> client.eventsUntilNow(nodes.root()))
                .toList();
        changeOnceMore(reader, "very last");
        for (int i = 0; i < clients.size(); i++) {
            long events = clients.get(i).eventsUntilNow(nodes.root()) - before.get(i);
            if (events > 0) {
                violations.add("%s: servers sent %d events after all watches were closed"
                        .formatted(clients.get(i).name(), events));
            }
        }
    }

    /** Waits until nothing is wrong any more; what still is after the bound is a violation. */
    private void await(Supplier<List<String>> wrong) {
        long from = System.nanoTime();
        List<List<String>> last = new ArrayList<>(List.of(List.of()));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(TICK_MILLIS))
                .atMost(Duration.ofMinutes(5))
                .until(() -> {
                    last.set(0, wrong.get());
                    return last.get(0).isEmpty() || isTooLate(from);
                });
        violations.addAll(last.get(0));
    }

    private void stopWriters() {
        ticker.shutdown();
        try {
            Awaitility.await("answers of all writers")
                    .atMost(WatchWriter.REQUEST_TIMEOUT.plus(BOUND))
                    .until(() -> ticker.isTerminated() && writers.stream().allMatch(WatchWriter::isIdle));
        } catch (ConditionTimeoutException e) {
            writers.forEach(writer -> violations.add("a writer has " + writer.inFlight()
                    + " calls that did not end within " + WatchWriter.REQUEST_TIMEOUT));
        }
        TimeChecker times = new TimeChecker(WatchWriter.REQUEST_TIMEOUT, lateness);
        writers.stream()
                .flatMap(writer -> writer.overdue().stream())
                .map(call -> times.check(call.call(), call.started(), call.ended()))
                .filter(Objects::nonNull)
                .forEach(violations::add);
    }

    private Truth awaitAll(DirectReader reader, long from, String when) {
        Truth truth = Truth.read(reader, nodes);
        List<WatchingClient> behind = new ArrayList<>(clients);
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(TICK_MILLIS))
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> behind.removeIf(client -> isCaughtUp(client, truth, from)) && behind.isEmpty()
                            || behind.isEmpty()
                            || isTooLate(from));
        } finally {
            tellBehind(behind, truth, since(from).toMillis() + " ms " + when);
        }
        return truth;
    }

    /** With what servers watch for them: that tells who is deaf from who is slow. */
    private void tellBehind(List<WatchingClient> behind, Truth truth, String when) {
        if (!behind.isEmpty()) {
            Map<Long, Set<String>> watched = ServerWatches.bySession(ensemble);
            behind.forEach(client -> violations.add(
                    "%s, %s; watches: %s".formatted(client.differences(truth), when, client.leaks(watched))));
        }
    }

    private boolean isCaughtUp(WatchingClient client, Truth truth, long from) {
        boolean caughtUp = client.isCaughtUp(truth);
        if (caughtUp) {
            slowest = since(from);
        }
        return caughtUp;
    }

    private boolean isTooLate(long from) {
        return lateness.isTooLate(from, BOUND, System.nanoTime());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void changeOnceMore(DirectReader reader, String value) {
        for (int i = 0; i < WatchedNodes.DATA; i += i < WatchWriter.HOT ? 1 : LAST_CHANGES) {
            put(reader, nodes.data(i), value);
        }
        for (int i = 0; i < WatchedNodes.PARENTS; i++) {
            reader.create(nodes.parent(i), "");
            reader.create(nodes.parent(i) + "/" + value, "");
        }
        put(reader, nodes.tree(), value);
        put(reader, nodes.tree() + "/a", value);
        put(reader, nodes.tree() + "/last", value);
    }

    private static void put(DirectReader reader, String path, String value) {
        reader.create(path, value);
        reader.set(path, value);
    }

    @Override
    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public Tally tally() {
        Map<String, Long> counts = new HashMap<>();
        counts.put("operations", writers.stream().mapToLong(WatchWriter::done).sum());
        counts.put("failures", writers.stream().mapToLong(WatchWriter::failed).sum());
        counts.put("reconnects", sum(client -> client.sessions().reconnects()));
        counts.put("expiries", sum(client -> client.sessions().expiries()));
        counts.put("hangs", writers.stream().mapToLong(WatchWriter::inFlight).sum());
        counts.put("watches", sum(WatchingClient::watches));
        counts.put("sightings", sum(WatchingClient::sightings));
        counts.put("resyncs", sum(WatchingClient::resyncs));
        counts.put("slowestCatchUpMillis", slowest.toMillis());
        counts.put("excused ms", lateness.excused().toMillis());
        counts.put("sharedReads", sum(WatchingClient::sharedReads));
        counts.put("bulkArmings", sum(WatchingClient::bulkArmings));
        return new Tally(
                counts,
                recoveries.stream().flatMap(each -> each.durations().stream()).toList());
    }

    private long sum(ToLongFunction<WatchingClient> count) {
        return clients.stream().mapToLong(count).sum();
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        clients.forEach(WatchingClient::close);
        for (int i = 0; i < clients.size(); i++) {
            tap(firstClient + i, () -> bytes -> {});
        }
        writers.forEach(WatchWriter::close);
        lateness.close();
    }
}
