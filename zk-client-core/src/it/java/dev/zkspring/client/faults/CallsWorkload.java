package dev.zkspring.client.faults;

import dev.zkspring.client.it.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Several clients that read and change a few nodes that all of them use and many of their own. What they were answered is
 * held against the transactions in the servers' logs.
 */
public final class CallsWorkload implements Workload {

    /** A call may take so much longer than its timeout: one tick and 1 s. */
    static final Duration SLACK = FaultyEnsemble.TICK.plusSeconds(1);

    private static final int CLIENTS = 6;

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    /** From the end of the last fault until a client's changes are acknowledged again. */
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(15);

    private static final long BURST_INTERVAL_MILLIS = 10;

    /** Smaller than what a driver has pending, so that callers wait for room. */
    private static final int NARROW = 48;

    private final FaultyEnsemble ensemble;

    private final int firstClient;

    private final SplittableRandom random;

    private final ClientFactory factory;

    private final CallNodes nodes;

    private final Stalls stalls = new Stalls();

    private final List<CallDriver> drivers = new ArrayList<>();

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);

    private final Map<ClientUnderTest.State, LongAdder> states = new EnumMap<>(ClientUnderTest.State.class);

    private final List<Recoveries> recoveries = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private final Set<String> initialValues = new HashSet<>();

    private long created;

    private CallsWorkload(FaultyEnsemble ensemble, int firstClient, long seed, ClientFactory factory) {
        this.ensemble = ensemble;
        this.firstClient = firstClient;
        this.random = new SplittableRandom(seed);
        this.factory = factory;
        this.nodes = new CallNodes(ensemble.root(), CLIENTS);
        for (ClientUnderTest.State state : ClientUnderTest.State.values()) {
            states.put(state, new LongAdder());
        }
    }

    /** Makes a connected client. */
    @FunctionalInterface
    public interface ClientFactory {

        /**
         * Makes a connected client.
         *
         * @param number from 0 on
         * @param requestTimeout no call may take longer
         */
        ClientUnderTest connect(int number, String hosts, Duration sessionTimeout, Duration requestTimeout);
    }

    /** With this project's client: every other one shares reads, and one has room for few calls only. */
    public static Workload create(FaultyEnsemble ensemble, int firstClient, long seed) {
        return of(
                ensemble,
                firstClient,
                seed,
                (number, hosts, sessionTimeout, requestTimeout) ->
                        connect(ensemble, number, hosts, sessionTimeout, requestTimeout));
    }

    /** With other clients. */
    public static Workload of(FaultyEnsemble ensemble, int firstClient, long seed, ClientFactory factory) {
        return new CallsWorkload(ensemble, firstClient, seed, factory);
    }

    private static ClientUnderTest connect(
            FaultyEnsemble ensemble, int number, String hosts, Duration sessionTimeout, Duration requestTimeout) {
        return ZkSpringClient.of(
                        "calls" + number,
                        hosts,
                        settings -> ensemble.settings(settings)
                                .sessionTimeout(sessionTimeout)
                                .requestTimeout(requestTimeout)
                                .readBatching(number % 2 == 0)
                                .maxInFlight(number == 0 ? NARROW : 1000))
                .start();
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
        String hosts = ensemble.hosts(firstClient + number);
        ClientUnderTest client = factory.connect(number, hosts, SESSION_TIMEOUT, REQUEST_TIMEOUT);
        Recoveries recovery = new Recoveries(ensemble, firstClient + number);
        recoveries.add(recovery);
        client.onState(state -> {
            states.get(state).increment();
            if (state != ClientUnderTest.State.CONNECTED) {
                recovery.broken();
            }
        });
        drivers.add(new CallDriver(number, client, nodes, random.split(), recovery::working));
    }

    @Override
    public void settle() {
        threads.shutdown();
        Duration patience = REQUEST_TIMEOUT.plus(SLACK);
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                violations.add("a caller still waits for room %s after the last fault".formatted(patience));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drivers.forEach(this::awaitRecovery);
        try {
            Awaitility.await()
                    .atMost(patience)
                    .until(() ->
                            drivers.stream().allMatch(driver -> driver.history().pending() == 0));
        } catch (ConditionTimeoutException e) {
            // What has not ended is a violation that names the call.
        }
    }

    private void awaitRecovery(CallDriver driver) {
        long start = System.nanoTime();
        boolean recovered = false;
        while (!recovered && System.nanoTime() - start < RECOVERY_LIMIT.toNanos()) {
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
        try (Peer observer = ensemble.observer()) {
            FinalState.mark(observer, root, "the end");
        }
        for (int server = 0; server < FaultyEnsemble.SERVERS; server++) {
            String address = ensemble.server(server).address();
            try (Peer observer = Peer.connect(address)) {
                found.put(address, FinalState.read(observer, root));
            }
            logs.add(ServerLogs.read(ensemble.server(server), root, created));
        }
        Journal journal = Journal.merge(logs, seen(steps, found));
        violations.addAll(TimeChecker.check(steps, REQUEST_TIMEOUT.plus(SLACK), stalls.found()));
        violations.addAll(OutcomeChecker.check(steps, journal, initialValues));
        violations.addAll(OrderChecker.check(steps, journal));
        violations.addAll(ReadChecker.check(steps, journal));
        violations.addAll(FinalStateChecker.check(found, journal));
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
        counts.put("reconnects", states.get(ClientUnderTest.State.SUSPENDED).sum());
        counts.put("expiries", states.get(ClientUnderTest.State.LOST).sum());
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

    @Override
    public void close() {
        threads.shutdownNow();
        stalls.close();
        drivers.forEach(driver -> driver.client().close());
    }
}
