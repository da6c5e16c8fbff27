package dev.zkspring.client.comparison;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the ephemeral nodes of {@link Presence} from a link that never breaks: when a session's node goes, the session
 * is gone, and its client should know soon; when a client has a new session, the node of the old one should go soon. It
 * sees late that a node has gone, never early.
 */
final class Census implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;

    /** What a new session's client may take to close the old one. */
    private static final Duration GHOST_SLACK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);

    private final String parent;

    private final Truth truth;

    private final List<Belief> beliefs;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Daemons.named("census"));

    /** The session of each node that was seen, by name. */
    private final Map<String, Long> owners = new HashMap<>();

    /** When each node was first found gone, in nanoseconds. */
    private final Map<String, Long> gone = new HashMap<>();

    private final Set<String> ghosts = new HashSet<>();

    private final Score score;

    /** @param truth for the census alone */
    Census(String parent, Truth truth, List<Belief> beliefs, Score score) {
        this.parent = parent;
        this.truth = truth;
        this.beliefs = beliefs;
        this.score = score;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the census and judges.
     *
     * @param bound so long after its session's end a client may believe in it
     */
    void judge(Duration bound) throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(1, TimeUnit.MINUTES);
        long now = System.nanoTime();
        gone.forEach((name, nanos) -> judgeBelief(name, nanos, now, bound));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        truth.close();
    }

    private void judgeBelief(String name, long nanos, long now, Duration bound) {
        long end = beliefs.get(Presence.client(name)).end(owners.get(name), now);
        Duration late = Duration.ofNanos(Math.max(0, end - nanos));
        if (end > 0 && !late.isZero()) {
            score.add(Span.BELIEF, late);
        }
        if (end > 0 && late.compareTo(bound) > 0) {
            score.violation(
                    Count.LOST_LATE, name + " was believed in for " + late.toMillis() + " ms after its node had gone");
        }
    }

    private void look() {
        try {
            take(new HashSet<>(truth.children(parent)));
        } catch (ExecutionException e) {
            LOG.debug("no census this time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Set<String> present) throws ExecutionException, InterruptedException {
        long now = System.nanoTime();
        for (String name : present) {
            if (!owners.containsKey(name)) {
                owners.put(name, truth.stat(parent + "/" + name).getEphemeralOwner());
            }
            judgeGhost(name, owners.get(name));
        }
        owners.keySet().stream().filter(name -> !present.contains(name)).forEach(name -> gone.putIfAbsent(name, now));
    }

    private void judgeGhost(String name, long owner) throws ExecutionException, InterruptedException {
        if (isElsewhere(name, owner) && !ghosts.contains(name) && isThere(name) && isElsewhere(name, owner)) {
            ghosts.add(name);
            score.violation(Count.GHOSTS, name + " is there beside a new session");
        }
    }

    /** Whether the client has been connected in another session for longer than the slack. */
    private boolean isElsewhere(String name, long owner) {
        long since = beliefs.get(Presence.client(name)).connectedElsewhere(owner);
        return since != 0 && System.nanoTime() - since > GHOST_SLACK.toNanos();
    }

    /** Asks a server that knows all that had happened when it was asked: another one may know less. */
    private boolean isThere(String name) throws ExecutionException, InterruptedException {
        truth.sync();
        return truth.children(parent).contains(name);
    }
}
