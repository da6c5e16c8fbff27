package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ephemeral nodes and short sessions. A node must be there exactly as long as its session, and a client must know in
 * time that its session is over.
 */
public final class SessionsWorkload implements Workload {

    /** For a client to work again, or nodes of lost sessions to be gone, when all is well; a session's timeout and more. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    /** How long a server may believe in what the others have given up, once all serve again. */
    private static final Duration DISAGREEMENT = Duration.ofSeconds(1);

    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** So long sessions that are over are remembered: nothing is heard of them any more. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final int PRUNE_TICKS = 200;

    private static final List<Duration> TIMEOUTS =
            Stream.of(1_500, 2_000, 2_500, 3_000).map(Duration::ofMillis).toList();

    private final FaultyEnsemble ensemble;

    private final int firstClient;

    private final String root;

    private final Lateness lateness = new Lateness();

    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(2);

    private final List<EphemeralClient> clients = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private final List<Recoveries> recoveries = new ArrayList<>();

    /** What the sessions that are forgotten count, by name. */
    private final Map<String, Long> pruned = new ConcurrentHashMap<>();

    private volatile @Nullable EphemeralObserver observer;

    private volatile long unclosed;

    private int ticks;

    /** As {@link WorkloadFactory#create}; what is random in it is the time alone. */
    public SessionsWorkload(FaultyEnsemble ensemble, int firstClient, long seed) {
        this.ensemble = ensemble;
        this.firstClient = firstClient;
        this.root = ensemble.root();
    }

    private List<String> parents() {
        return IntStream.range(0, TIMEOUTS.size())
                .mapToObj(i -> root + "/c" + i)
                .toList();
    }

    @Override
    public void start() {
        try (DirectReader reader = new DirectReader(ensemble.directHosts())) {
            reader.create(root, "");
            parents().forEach(path -> reader.create(path, ""));
        }
        observer = new EphemeralObserver(ensemble.directHosts(), parents());
        for (int i = 0; i < TIMEOUTS.size(); i++) {
            SessionBounds bounds = new SessionBounds(TIMEOUTS.get(i), FaultyEnsemble.TICK, lateness);
            int number = firstClient + i;
            EphemeralClient client = new EphemeralClient(
                    parents().get(i), ensemble.client(number), bounds, INTERVAL, this::areServersWell);
            clients.add(client);
            recoveries.add(client.recoveries(ensemble, number));
        }
        clients.forEach(EphemeralClient::start);
        ticker.scheduleAtFixedRate(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A server that led when it was frozen needs a moment to notice that another one does. */
    private boolean areServersWell() {
        long since = ensemble.active().serversWellSince();
        return since != Long.MAX_VALUE && since < System.nanoTime() - DISAGREEMENT.toNanos();
    }

    private void tick() {
        clients.forEach(EphemeralClient::tick);
        if (++ticks % PRUNE_TICKS == 0) {
            EphemeralNodes nodes = Objects.requireNonNull(observer).nodes();
            long before = System.nanoTime() - KEPT.toNanos();
            clients.forEach(client -> client.prune(nodes, before).forEach(session -> count(session, nodes)));
        }
    }

    /** A session that is forgotten. */
    private void count(HeldSession session, EphemeralNodes nodes) {
        pruned.merge("sessions", 1L, Long::sum);
        pruned.merge("lostByClock", session.isLostByClock() ? 1L : 0L, Long::sum);
        pruned.merge("ghosts", session.hasGhost(nodes) ? 1L : 0L, Long::sum);
        nodes.forget(session.attempted());
    }

    @Override
    public void settle() {
        long healed = System.nanoTime();
        List<EphemeralClient> waiting = new ArrayList<>(clients);
        boolean work = holds(healed, () -> {
            waiting.removeIf(client -> client.hasWrittenSince(healed));
            return waiting.isEmpty();
        });
        if (!work) {
            waiting.forEach(client -> violations.add("%s does not work %s after the last fault"
                    .formatted(client.name(), Duration.ofNanos(System.nanoTime() - healed))));
        }
        EphemeralObserver eyes = Objects.requireNonNull(observer);
        if (!holds(healed, () -> isExact(eyes))) {
            violations.add("nodes are %s, of present sessions are %s and may be %s"
                    .formatted(eyes.nodes().present(), nodes(true), nodes(false)));
        }
        ticker.shutdown();
        awaitAnswers();
        clients.forEach(client -> violations.addAll(client.violations(eyes.nodes())));
        closeSessions(eyes);
        violations.addAll(eyes.nodes().violations());
    }

    /** What an acknowledged close has not deleted, nobody deletes before the session's time is over. */
    private void closeSessions(EphemeralObserver eyes) {
        List<EphemeralClient> closed =
                clients.stream().filter(EphemeralClient::closeSession).toList();
        long now = System.nanoTime();
        if (!holds(now, () -> eyes.lastLook() - now > 0)) {
            violations.add("the observer sees nothing");
        }
        for (EphemeralClient client : closed) {
            Set<String> left = new HashSet<>(client.nodes());
            left.retainAll(eyes.nodes().present());
            if (!left.isEmpty()) {
                violations.add(
                        "%s has closed its session, and nodes of it are there: %s".formatted(client.name(), left));
            }
        }
        unclosed = clients.size() - closed.size();
        if (!holds(now, () -> eyes.nodes().present().isEmpty())) {
            violations.add("nodes outlive closed sessions: " + eyes.nodes().present());
        }
    }

    /** Whether this becomes true within the bound, which is longer where this JVM stood still. */
    private boolean holds(long from, BooleanSupplier condition) {
        boolean[] result = new boolean[1];
        Awaitility.await().pollInterval(INTERVAL).atMost(Duration.ofMinutes(3)).until(() -> {
            result[0] = condition.getAsBoolean();
            return result[0] || lateness.isTooLate(from, BOUND, System.nanoTime());
        });
        return result[0];
    }

    private boolean isExact(EphemeralObserver eyes) {
        Set<String> present = eyes.nodes().present();
        return present.containsAll(nodes(true)) && nodes(false).containsAll(present);
    }

    /** Nodes of the sessions that the clients have now, those that were acknowledged or all that were asked for. */
    private Set<String> nodes(boolean acknowledged) {
        Set<String> nodes = new HashSet<>();
        for (EphemeralClient client : clients) {
            HeldSession session = client.present();
            if (session != null) {
                nodes.addAll(acknowledged ? session.created() : session.attempted());
            }
        }
        return nodes;
    }

    private void awaitAnswers() {
        try {
            Awaitility.await().atMost(BOUND).until(() -> clients.stream().allMatch(client -> client.inFlight() == 0));
        } catch (ConditionTimeoutException e) {
            clients.forEach(client -> violations.add(client.name() + " has hanging calls: " + client.inFlight()));
        }
    }

    @Override
    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public Tally tally() {
        EphemeralObserver eyes = observer;
        Map<String, Long> counts = new HashMap<>();
        counts.put(
                "operations", clients.stream().mapToLong(EphemeralClient::calls).sum());
        counts.put(
                "reconnects",
                clients.stream()
                        .mapToLong(client -> client.counts().reconnects())
                        .sum());
        counts.put(
                "expiries",
                clients.stream().mapToLong(client -> client.counts().expiries()).sum());
        counts.put(
                "hangs", clients.stream().mapToLong(EphemeralClient::inFlight).sum());
        counts.put("excused ms", lateness.excused().toMillis());
        counts.put("unclosed", unclosed);
        counts.put("sessions", sessions().count());
        counts.put("lostByClock", sessions().filter(HeldSession::isLostByClock).count());
        if (eyes != null) {
            counts.put("deletions", eyes.nodes().gone());
            counts.put(
                    "ghosts",
                    sessions().filter(session -> session.hasGhost(eyes.nodes())).count());
        }
        pruned.forEach((name, count) -> counts.merge(name, count, Long::sum));
        return new Tally(
                counts,
                recoveries.stream().flatMap(each -> each.durations().stream()).toList());
    }

    private Stream<HeldSession> sessions() {
        return clients.stream().flatMap(client -> client.sessions().stream());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        clients.forEach(EphemeralClient::close);
        EphemeralObserver eyes = observer;
        if (eyes != null) {
            eyes.close();
        }
        lateness.close();
    }
}
