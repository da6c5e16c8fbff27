package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.FaultyEnsemble;
import dev.zkspring.client.faults.Tally;
import dev.zkspring.client.faults.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** The same work for any client, judged by the servers' state and by what the client itself said. */
final class ComparisonWorkload implements Workload {

    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

    /** A call is to end within this time, and counts as without an end after twice this time. */
    static final Duration CALL_BOUND = Duration.ofSeconds(6);

    /** A watch is to have reported the newest state so long after all is healed and no call is open. */
    static final Duration WATCH_BOUND = Duration.ofSeconds(10);

    /** After its session's end; from 4/3 of the timeout, which the session itself outlives by 3/3 of it, and a tick. */
    static final Duration BELIEF_BOUND =
            SESSION_TIMEOUT.dividedBy(3).plus(FaultyEnsemble.TICK).plusSeconds(1);

    private static final Duration CONNECT_BOUND = Duration.ofSeconds(30);

    private static final Duration RECOVERY_BOUND = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Score score = new Score();

    private final Nodes nodes;

    private final Truth truth;

    private final List<ComparedClient> clients = new ArrayList<>();

    private final Census census;

    ComparisonWorkload(FaultyEnsemble ensemble, Contestant contestant, int firstClient, int number) {
        nodes = new Nodes(ensemble.root());
        truth = new Truth(ensemble.directHosts());
        for (int i = 0; i < number; i++) {
            int client = firstClient + i;
            ClientUnderTest connecting = contestant.connect(ensemble.hosts(client), SESSION_TIMEOUT, CALL_BOUND);
            clients.add(new ComparedClient(connecting, CALL_BOUND, score, () -> ensemble.wellSince(client)));
        }
        List<Belief> beliefs = clients.stream().map(ComparedClient::belief).toList();
        census = new Census(nodes.presence(), new Truth(ensemble.directHosts()), beliefs, score);
    }

    /** What was counted and timed; complete after {@link #violations()}. */
    Score score() {
        return score;
    }

    @Override
    public void start() {
        checked(() -> {
            for (String path : nodes.all(clients.size())) {
                truth.create(path, "");
            }
            for (ComparedClient client : clients) {
                Awaitility.await("first answer").atMost(CONNECT_BOUND).until(client::isConnected);
            }
            return true;
        });
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).prepare(nodes, i, (i + 1) % clients.size(), score);
        }
        clients.forEach(ComparedClient::start);
        census.start();
    }

    @Override
    public void settle() {
        checked(() -> {
            long healed = System.nanoTime();
            waitFor(RECOVERY_BOUND, client -> client.isAnsweredSince(healed));
            clients.forEach(ComparedClient::endLoad);
            waitFor(CALL_BOUND.multipliedBy(3), ComparedClient::isStill);
            truth.sync();
            waitFor(WATCH_BOUND, this::seesTheNewest);
            return true;
        });
    }

    /** Judges; for a comparison nothing that was found is a failure of the run. */
    @Override
    public List<String> violations() {
        return checked(() -> {
            census.judge(BELIEF_BOUND);
            for (ComparedClient client : clients) {
                client.judge(truth, score);
            }
            return List.of();
        });
    }

    @Override
    public Tally tally() {
        Map<String, Long> counts = new TreeMap<>();
        for (Count count : Count.values()) {
            counts.put(count.name().toLowerCase(Locale.ROOT), score.count(count));
        }
        return new Tally(counts, score.spans(Span.RECOVERY));
    }

    @Override
    public void close() {
        clients.forEach(ComparedClient::close);
        census.close();
        truth.close();
    }

    private boolean seesTheNewest(ComparedClient client) throws ExecutionException, InterruptedException {
        for (Sightings sightings : client.sightings()) {
            if (!sightings.isNewest(truth)) {
                return false;
            }
        }
        return true;
    }

    /** Waits for all clients, at most for this time; who is not ready then is judged as it is. */
    private void waitFor(Duration bound, Condition condition) throws Exception {
        long deadline = System.nanoTime() + bound.toNanos();
        for (ComparedClient client : clients) {
            while (!condition.holds(client) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private static <T> T checked(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client is waited for. */
    private interface Condition {

        boolean holds(ComparedClient client) throws Exception;
    }
}
