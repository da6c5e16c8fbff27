package dev.zkspring.client.comparison;

import ch.qos.logback.classic.Level;
import dev.zkspring.client.faults.Fault;
import dev.zkspring.client.faults.FaultRun;
import dev.zkspring.client.faults.FaultSchedule;
import dev.zkspring.client.faults.FaultyEnsemble;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All contestants through the same schedules of faults, in turns, and then the tables of {@code docs/reliability.md}. What
 * it takes as arguments says {@link Settings#parse}.
 */
public final class PeerComparison {

    /** Clients of one kind that work beside each other. */
    private static final int CLIENTS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PeerComparison.class);

    private final Settings settings;

    /** Seeds whose runs failed, which says nothing of a client before somebody has looked why. */
    private final List<Long> abandoned = new ArrayList<>();

    private PeerComparison(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        quiet();
        Settings settings = Settings.parse(args);
        if (settings.seeds() > 0) {
            new PeerComparison(settings).run();
        }
        ReliabilityPage.write();
        // Clients that were given up may have left threads.
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        Results.begin(description());
        for (int i = 0; i < settings.seeds(); i++) {
            try (FaultyEnsemble ensemble = FaultyEnsemble.start("compared")) {
                run(ensemble, i);
            }
        }
        Results.describe(description());
    }

    /** A schedule counts for all or for nobody. Nobody is always the first after the start of the servers. */
    private void run(FaultyEnsemble ensemble, int index) throws IOException, InterruptedException {
        List<Contestant> order = new ArrayList<>(contestants());
        Collections.rotate(order, index);
        long seed = settings.first() + index;
        Map<Contestant, Score> scores = new EnumMap<>(Contestant.class);
        try {
            for (Contestant contestant : order) {
                scores.put(contestant, run(ensemble, seed, contestant));
                LOG.info(
                        "seed {}, {}: {} violations",
                        seed,
                        contestant.title(),
                        scores.get(contestant).violations().size());
            }
            Results.add(seed, scores);
        } catch (AssertionError e) {
            abandoned.add(seed);
            LOG.error("seed {} is left out, because after {} this happened", seed, scores.keySet(), e);
        }
    }

    private List<Contestant> contestants() {
        List<Contestant> present = new ArrayList<>(settings.contestants());
        if (KazooClient.version().isEmpty()) {
            LOG.warn("kazoo is skipped: no python3 can import it (Debian: python3-kazoo)");
            present.remove(Contestant.KAZOO);
        }
        return present;
    }

    private Score run(FaultyEnsemble ensemble, long seed, Contestant contestant) throws InterruptedException {
        AtomicReference<ComparisonWorkload> made = new AtomicReference<>();
        FaultSchedule schedule = Isolation.after(FaultSchedule.random(seed, settings.length(), CLIENTS, Fault.HONEST));
        FaultRun.of(ensemble, schedule, List.of((faulty, firstClient, ignored) -> {
                    made.set(new ComparisonWorkload(faulty, contestant, firstClient, CLIENTS));
                    return made.get();
                }))
                .repeatedBy("mvn -q -Pcomparison -pl zk-client-core test-compile exec:exec -Dcomparison.args=\"seeds=1"
                        + " first=" + seed + " seconds=" + settings.length().toSeconds() + "\"")
                .run();
        return made.get().score();
    }

    private String description() {
        return """
                %s. %d schedules (seeds %d to %d) of %d s and %d s of isolation for each client, %d clients of a kind at a time, session timeout \
                %d s. Three ZooKeeper 3.9.5 servers. Java %s, kazoo %s, %d processors, shared by clients, proxies and servers.
                Seeds left out because a run did not come to its end: %s.
                """.formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        settings.seeds(),
                        settings.first(),
                        settings.first() + settings.seeds() - 1,
                        settings.length().toSeconds(),
                        Isolation.LENGTH.toSeconds(),
                        CLIENTS,
                        ComparisonWorkload.SESSION_TIMEOUT.toSeconds(),
                        Runtime.version(),
                        KazooClient.version().orElse("not installed"),
                        Runtime.getRuntime().availableProcessors(),
                        abandoned.isEmpty() ? "none" : abandoned);
    }

    /** The clients log what faults do to them; only what this program says is of interest. */
    private static void quiet() {
        level(Logger.ROOT_LOGGER_NAME, Level.OFF);
        level(PeerComparison.class.getName(), Level.INFO);
    }

    private static void level(String name, Level level) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name)).setLevel(level);
    }
}
