package dev.zkspring.client.faults;

import dev.zkspring.client.it.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Several clients that read and change a few nodes that all of them use and many of their own. What they were answered is
 * held against the transactions in the servers' logs.
 */
public final class CallsWorkload implements Workload {

    private static final int CLIENTS = 6;

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    /** How long to wait for calls to end before those that have not are judged. */
    private static final Duration PATIENCE = REQUEST_TIMEOUT.plusSeconds(2);

    /** From the end of the last fault until a client's changes are acknowledged again. */
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(15);

    private static final long BURST_INTERVAL_MILLIS = 10;

    /** Smaller than what a driver has pending, so that callers wait for room. */
    private static final int NARROW = 48;

    private final FaultyEnsemble ensemble;

    private final int firstClient;

    private final SplittableRandom random;

    private final CallNodes nodes;

    private final Lateness lateness = new Lateness();

    private final List<CallDriver> drivers = new ArrayList<>();

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);

    private final List<Recoveries> recoveries = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private final Set<String> initialValues = new HashSet<>();

    private long created;

    /** As {@link WorkloadFactory#create}. */
    public CallsWorkload(FaultyEnsemble ensemble, int firstClient, long seed) {
        this.ensemble = ensemble;
        this.firstClient = firstClient;
        this.random = new SplittableRandom(seed);
        this.nodes = new CallNodes(ensemble.root(), CLIENTS);
    }

    @Override
    public void start() {
        createNodes();
        IntStream.range(0, CLIENTS).forEach(this::addDriver);
        drivers.forEach(driver -> threads.scheduleAtFixedRate(driver, 0, BURST_INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void createNodes() {
        try (Peer observer = ensemble.observer()) {
            for (String path : nodes.initial()) {
                initialValues.add("initial " + path);
                observer.create(path, "initial " + path);
            }
            created = FinalState.read(observer, nodes.initial().get(0))
                    .get(nodes.initial().get(0))
                    .czxid();
        }
    }

    private void addDriver(int number) {
        ZkSpringClient client = connect(number);
        Recoveries recovery = new Recoveries(ensemble, firstClient + number);
        recoveries.add(recovery);
        client.onState(state -> {
            if (state != ClientUnderTest.State.CONNECTED) {
                recovery.broken();
            }
        });
        drivers.add(new CallDriver(number, client, nodes, random.split(), recovery::working));
    }

    /** Every other client shares reads, and one has room for few calls only. */
    private ZkSpringClient connect(int number) {
        return ZkSpringClient.of(
                        "calls" + number,
                        ensemble.hosts(firstClient + number),
                        settings -> ensemble.settings(settings)
                                .sessionTimeout(SESSION_TIMEOUT)
                                .requestTimeout(REQUEST_TIMEOUT)
                                .readBatching(number % 2 == 0)
                                .maxInFlight(number == 0 ? NARROW : 1000))
                .start();
    }

    @Override
    public void settle() {
        threads.shutdown();
        if (!ends(threads::isTerminated)) {
            violations.add("a caller still waits for room %s after the last fault".formatted(PATIENCE));
        }
        drivers.forEach(this::awaitRecovery);
        // What has not ended is a violation that names the call.
        ends(() -> drivers.stream().allMatch(driver -> driver.history().pending() == 0));
    }

    /** Whether this becomes true within the time in which every call ends. */
    private boolean ends(BooleanSupplier condition) {
        long start = System.nanoTime();
        Awaitility.await().forever().until(() -> condition.getAsBoolean() || isLate(start));
        return condition.getAsBoolean();
    }

    private boolean isLate(long start) {
        return lateness.isTooLate(start, PATIENCE, System.nanoTime());
    }

    private void awaitRecovery(CallDriver driver) {
        long start = System.nanoTime();
        boolean recovered = false;
        while (!recovered && !lateness.isTooLate(start, RECOVERY_LIMIT, System.nanoTime())) {
            recovered = isAcknowledged(driver);
        }
        if (!recovered) {
            violations.add("client %s does not work again %s after the last fault"
                    .formatted(driver.client().name(), RECOVERY_LIMIT));
        }
    }

    private static boolean isAcknowledged(CallDriver driver) {
        try {
            return driver.probe()
                            .get(RECOVERY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                            .result()
                    == Result.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private List<Step> steps() {
        return drivers.stream()
                .flatMap(driver -> driver.history().steps().stream())
                .toList();
    }

    @Override
    public List<String> violations() {
        List<Step> steps = steps();
        Map<String, Map<String, NodeState>> found = new TreeMap<>();
        List<List<Change>> logs = new ArrayList<>();
        String root = nodes.initial().get(0);
        initialValues.add("the end");
        long end;
        try (Peer observer = ensemble.observer()) {
            end = FinalState.mark(observer, root, "the end");
        }
        for (int server = 0; server < FaultyEnsemble.SERVERS; server++) {
            String address = ensemble.server(server).address();
            try (Peer observer = Peer.connect(address)) {
                found.put(address, FinalState.read(observer, root));
            }
            logs.add(ServerLogs.read(ensemble.server(server), root, created));
        }
        Journal journal = Journal.merge(logs, seen(steps, found));
        violations.addAll(new TimeChecker(REQUEST_TIMEOUT, lateness).check(steps));
        violations.addAll(OutcomeChecker.check(steps, journal, initialValues));
        violations.addAll(OrderChecker.check(steps, journal));
        violations.addAll(ReadChecker.check(steps, journal, ensemble.frozen()));
        violations.addAll(FinalStateChecker.check(found, journal, end));
        return List.copyOf(violations);
    }

    private static Set<Long> seen(List<Step> steps, Map<String, Map<String, NodeState>> found) {
        Set<Long> seen = new HashSet<>();
        steps.stream().filter(Step::isOk).map(Step::reply).forEach(reply -> {
            seen.add(reply.czxid());
            seen.add(reply.mzxid());
            seen.add(reply.pzxid());
        });
        found.values().forEach(nodes -> nodes.values().forEach(node -> seen.add(node.mzxid())));
        return seen;
    }

    @Override
    public Tally tally() {
        Map<String, Long> counts = new TreeMap<>();
        List<Step> steps = steps();
        counts.put("operations", (long) steps.size());
        counts.put("reconnects", sum(Sessions::reconnects));
        counts.put("expiries", sum(Sessions::expiries));
        counts.put("excused ms", lateness.excused().toMillis());
        counts.put("hangs", steps.stream().filter(step -> step.reply() == null).count());
        counts.put("failures", steps.stream().filter(step -> !step.isAnswered()).count());
        steps.stream()
                .filter(step -> step.reply() != null)
                .forEach(step -> counts.merge(
                        "%s %s"
                                .formatted(step.call().kind(), step.reply().result())
                                .toLowerCase(Locale.ROOT),
                        1L,
                        Long::sum));
        return new Tally(
                counts,
                recoveries.stream().flatMap(each -> each.durations().stream()).toList());
    }

    private long sum(ToLongFunction<Sessions> count) {
        return drivers.stream()
                .map(driver -> driver.client().sessions())
                .mapToLong(count)
                .sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lateness.close();
        drivers.forEach(driver -> driver.client().close());
    }
}
