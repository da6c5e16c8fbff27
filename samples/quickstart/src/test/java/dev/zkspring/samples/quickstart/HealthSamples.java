package dev.zkspring.samples.quickstart;

import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.faults.FaultyEnsemble;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for the health of an application with several clients again and again, on a thread of its own. An answer is
 * compared with the states of the clients, and so are the gauges, if nothing happened from before the question until
 * after the answer.
 */
final class HealthSamples implements AutoCloseable {

    /**
     * What an answer may take beyond the checks themselves: for the machine may be busy, this finds only what hangs.
     */
    private static final Duration SLACK = Duration.ofSeconds(15);

    /** What the meters of a client say. */
    private record Measured(Map<String, Double> states, double suspensions) {}

    private final RunningQuickstart application;

    /** What the checks of all clients may take, one after another. */
    private final Duration limit;

    private final List<String> violations = new CopyOnWriteArrayList<>();

    private final AtomicLong up = new AtomicLong();

    private final AtomicLong suspended = new AtomicLong();

    private final AtomicLong lost = new AtomicLong();

    /** The shortest of the answers that waited for a silent server, if there was one. */
    private final AtomicLong shortestWait = new AtomicLong(Long.MAX_VALUE);

    private final Thread thread = new Thread(this::run, "health-samples");

    private volatile boolean stopped;

    HealthSamples(RunningQuickstart application) {
        this.application = application;
        this.limit = RunningQuickstart.HEALTH_TIMEOUT.multipliedBy(
                application.histories().all().size());
        thread.setDaemon(true);
        thread.start();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many answers that could be compared said that all is well. */
    long up() {
        return up.get();
    }

    /** How many answers that could be compared said that a client has lost its link. */
    long suspended() {
        return suspended.get();
    }

    /** How many answers that could be compared said that a client has lost its session. */
    long lost() {
        return lost.get();
    }

    private void run() {
        while (!stopped) {
            try {
                sample("/actuator/health");
                sample("/actuator/health/readiness");
            } catch (RuntimeException | AssertionError e) {
                violations.add("health was not answered: " + e);
            }
        }
    }

    private Measured measure(String client) {
        Meters meters = Meters.of(application, client);
        return new Measured(meters.states(), meters.suspensions());
    }

    private Map<String, ClientHistory.Moment> moments() {
        Map<String, ClientHistory.Moment> moments = new LinkedHashMap<>();
        application.histories().all().forEach(history -> moments.put(history.name(), history.moment()));
        return moments;
    }

    private void sample(String path) {
        Map<String, ClientHistory.Moment> before = moments();
        long begin = System.nanoTime();
        HttpResponse<String> answer = application.get(path);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        Map<String, Measured> measured = new LinkedHashMap<>();
        before.keySet().forEach(client -> measured.put(client, measure(client)));
        Map<String, ClientHistory.Moment> after = moments();
        List<String> found = new ArrayList<>();
        if (took.compareTo(limit.plus(SLACK)) > 0) {
            found.add("took " + took + " (expected: at most " + limit + ")");
        }
        if (answer.body().contains("no answer within")) {
            shortestWait.accumulateAndGet(took.toNanos(), Math::min);
        }
        JsonNode clients = JsonMapper.shared().readTree(answer.body()).at("/components/zk/components");
        before.forEach((client, moment) -> {
            JsonNode health = clients.path(client);
            checkItself(client, health, found);
            if (moment.equals(after.get(client))) {
                compare(client, moment, health, measured.get(client), found);
            }
        });
        if (before.equals(after)) {
            compareStatus(before, answer.statusCode(), found);
        }
        found.forEach(violation -> violations.add(path + ": " + violation + "\n  " + before + "\n  " + answer.body()));
    }

    /** What must agree within one answer, whatever happened meanwhile. */
    private static void checkItself(String client, JsonNode health, List<String> found) {
        boolean isUp = health.path("status").asString().equals("UP");
        JsonNode details = health.path("details");
        if (isUp != details.path("state").asString().equals("CONNECTED")) {
            found.add(client + ": the status contradicts the state");
        }
        if (isUp == details.has("clientState")) {
            found.add(client + ": the status contradicts clientState");
        }
        if (details.path("hosts").size() != FaultyEnsemble.SERVERS
                || details.path("hosts").valueStream().anyMatch(host -> !host.has("ruok"))) {
            found.add(client + ": not every host has its ruok");
        }
    }

    private static void compare(
            String client,
            ClientHistory.Moment moment,
            JsonNode health,
            @Nullable Measured measured,
            List<String> found) {
        JsonNode details = health.path("details");
        if (!details.path("state").asString().equals(moment.state().name())) {
            found.add(client + ": another state than the client's");
        }
        if (!details.path("session").asString("null").equals(String.valueOf(moment.session()))) {
            found.add(client + ": another session than the client's");
        }
        Measured expected = new Measured(Meters.onlyOne(moment.state()), moment.suspensions());
        if (!expected.equals(measured)) {
            found.add("%s: %s (expected: %s)".formatted(client, measured, expected));
        }
    }

    private void compareStatus(Map<String, ClientHistory.Moment> moments, int status, List<String> found) {
        boolean allConnected = moments.values().stream().allMatch(ClientHistory.Moment::isConnected);
        if (status != (allConnected ? 200 : 503)) {
            found.add("HTTP status " + status);
        }
        if (allConnected) {
            up.incrementAndGet();
        }
        count(moments, ConnectionState.SUSPENDED, suspended);
        count(moments, ConnectionState.LOST, lost);
    }

    /** Any one may be slow because the machine is busy; if all are, the limit is not kept. */
    private void checkShortestWait() {
        long shortest = shortestWait.getAndSet(Long.MAX_VALUE);
        if (shortest != Long.MAX_VALUE
                && shortest > limit.plus(RunningQuickstart.HEALTH_TIMEOUT).toNanos()) {
            violations.add("no wait for a silent server was shorter than %s (expected: at most %s)"
                    .formatted(Duration.ofNanos(shortest), limit));
        }
    }

    private static void count(Map<String, ClientHistory.Moment> moments, ConnectionState state, AtomicLong counter) {
        if (moments.values().stream().anyMatch(moment -> moment.state() == state)) {
            counter.incrementAndGet();
        }
    }

    /** Comes back when the last answer is there. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
            checkShortestWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
