package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Watches of all kinds on nodes that change all the time. Each must tell a story that can be true and end with the
 * newest state, within {@link #BOUND} after the last fault; and then still be armed, which a last change of many nodes
 * shows.
 */
public final class WatchesWorkload implements Workload {

    /**
     * For a watch to be at the newest state when all is well again: 3 s at most until a client tries the next server
     * and one that just started answers, and 12.8 s at most between the attempts of a state watch whose reads failed.
     */
    static final Duration BOUND = Duration.ofSeconds(20);

    /** How long writers' calls may take. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final int PROXIED_WRITERS = 2;

    private static final int WRITERS = PROXIED_WRITERS + 1;

    private static final int CHANGES_PER_TICK = 2;

    private static final int TICK_MILLIS = 10;

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
            WatchingClient client = new WatchingClient(kind, ensemble.client(number));
            clients.add(client);
            recoveries.add(client.recoveries(ensemble, number++));
        }
        for (int i = 0; i < WRITERS; i++) {
            ZkClientBuilder builder = i < PROXIED_WRITERS
                    ? ensemble.client(number++)
                    : ZkClient.builder().hosts(ensemble.directHosts());
            ZkClient client = builder.clientName("writer-" + i)
                    .requestTimeout(REQUEST_TIMEOUT)
                    .build();
            writers.add(new WatchWriter(client, nodes, random.split(), i, WRITERS));
            client.start();
        }
        clients.forEach(client -> client.start(nodes));
        ticker.scheduleAtFixedRate(this::change, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void change() {
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
            changeOnceMore(reader);
            Truth last = awaitAll(reader, System.nanoTime(), "after the last change");
            clients.forEach(client -> violations.addAll(client.violations(last)));
        }
    }

    private void stopWriters() {
        ticker.shutdown();
        try {
            Awaitility.await("answers of all writers")
                    .atMost(REQUEST_TIMEOUT.plus(BOUND))
                    .until(() -> ticker.isTerminated() && writers.stream().allMatch(WatchWriter::isIdle));
        } catch (ConditionTimeoutException e) {
            writers.forEach(writer -> violations.add(
                    "a writer has " + writer.inFlight() + " calls that did not end within " + REQUEST_TIMEOUT));
        }
    }

    private Truth awaitAll(DirectReader reader, long from, String when) {
        Truth truth = Truth.read(reader, nodes, changes());
        List<WatchingClient> behind = new ArrayList<>(clients);
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(TICK_MILLIS))
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> behind.removeIf(client -> isCaughtUp(client, truth, from)) && behind.isEmpty()
                            || behind.isEmpty()
                            || isTooLate(from));
        } finally {
            behind.forEach(client -> violations.add("%s, %d ms %s"
                    .formatted(client.differences(truth), since(from).toMillis(), when)));
        }
        return truth;
    }

    private boolean isCaughtUp(WatchingClient client, Truth truth, long from) {
        boolean caughtUp = client.isCaughtUp(truth);
        if (caughtUp) {
            slowest = since(from);
        }
        return caughtUp;
    }

    private boolean isTooLate(long from) {
        Duration allowed = BOUND.plus(lateness.within(from, System.nanoTime()));
        return since(from).compareTo(allowed) > 0;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private List<WatchEvent> changes() {
        return writers.stream().flatMap(writer -> writer.known().stream()).toList();
    }

    private void changeOnceMore(DirectReader reader) {
        for (int i = 0; i < WatchedNodes.DATA; i += i < WatchWriter.HOT ? 1 : LAST_CHANGES) {
            putLast(reader, nodes.data(i));
        }
        for (int i = 0; i < WatchedNodes.PARENTS; i++) {
            reader.create(nodes.parent(i), "");
            reader.create(nodes.parent(i) + "/last", "");
        }
        putLast(reader, nodes.tree());
        putLast(reader, nodes.tree() + "/a");
        putLast(reader, nodes.tree() + "/last");
    }

    private static void putLast(DirectReader reader, String path) {
        reader.create(path, "last");
        reader.set(path, "last");
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
        writers.forEach(WatchWriter::close);
        lateness.close();
    }
}
