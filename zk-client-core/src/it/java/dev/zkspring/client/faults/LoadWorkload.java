package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.it.Peer;
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
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Clients that read, write and watch at a steady pace and keep no history, so that their memory can be looked at for
 * hours. In the end each must have the last state.
 */
final class LoadWorkload implements Workload {

    private static final int CLIENTS = 4;

    private static final long PACE_MILLIS = 5;

    private static final Duration LOOK = Duration.ofMillis(200);

    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(20);

    private final FaultyEnsemble ensemble;

    private final String root;

    private final Lateness lateness = new Lateness();

    private final List<LoadClient> clients = new ArrayList<>();

    /** By the last look. */
    private List<String> found = List.of();

    private final ScheduledExecutorService pacemaker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "load-pacemaker"));

    LoadWorkload(FaultyEnsemble ensemble, int firstClient, long seed) {
        this.ensemble = ensemble;
        this.root = ensemble.root();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new LoadClient(ensemble, firstClient + i, root, random.split(), lateness));
        }
    }

    @Override
    public void start() {
        try (Peer peer = ensemble.observer()) {
            peer.create(root, "");
            clients.forEach(client -> client.paths().forEach(path -> peer.create(path, "0")));
        }
        clients.forEach(client -> client.start(paths()));
        pacemaker.scheduleAtFixedRate(() -> clients.forEach(LoadClient::step), 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<String> paths() {
        return clients.stream().flatMap(client -> client.paths().stream()).toList();
    }

    @Override
    public void settle() {
        pacemaker.shutdown();
        long start = System.nanoTime();
        try {
            pacemaker.awaitTermination(SETTLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            await().forever().pollInterval(LOOK).until(() -> isSettled() || isTooLate(start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTooLate(long start) {
        return lateness.isTooLate(start, SETTLE_TIMEOUT, System.nanoTime());
    }

    private boolean isSettled() {
        found = look();
        return clients.stream().allMatch(LoadClient::isIdle) && found.isEmpty();
    }

    private List<String> look() {
        Map<String, SeenNode> truth = truth();
        return clients.stream()
                .flatMap(client -> client.violations(truth).stream())
                .toList();
    }

    /** A client that had settled may just have lost its session for want of a processor, and gets the same time again. */
    @Override
    public List<String> violations() {
        if (found.isEmpty()) {
            settle();
        }
        return found;
    }

    private Map<String, SeenNode> truth() {
        try (Peer peer = ensemble.observer()) {
            peer.sync(root);
            return paths().stream().collect(Collectors.toMap(path -> path, path -> read(peer, path)));
        }
    }

    private static SeenNode read(Peer peer, String path) {
        Stat stat = new Stat();
        try {
            String text = new String(peer.zooKeeper().getData(path, false, stat), UTF_8);
            return new SeenNode(
                    stat.getCzxid(), stat.getMzxid(), stat.getCtime(), stat.getMtime(), stat.getVersion(), text);
        } catch (KeeperException | InterruptedException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    @Override
    public Tally tally() {
        Map<String, Long> counts = new HashMap<>();
        counts.put("operations", sum(LoadClient::operations));
        counts.put("failures", sum(LoadClient::failures));
        counts.put("reconnects", sum(LoadClient::reconnects));
        counts.put("expiries", sum(LoadClient::expiries));
        counts.put("excused ms", lateness.excused().toMillis());
        counts.put("hangs", sum(LoadClient::hangs));
        counts.put("events", sum(LoadClient::events));
        return new Tally(
                counts,
                clients.stream().flatMap(client -> client.recoveries().stream()).toList());
    }

    private long sum(ToLongFunction<LoadClient> count) {
        return clients.stream().mapToLong(count).sum();
    }

    @Override
    public void close() {
        pacemaker.shutdownNow();
        clients.forEach(LoadClient::close);
        lateness.close();
    }
}
