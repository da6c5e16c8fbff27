package dev.zkspring.samples.quickstart;

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
     * What an answer may take beyond the checks themselves, of which there is one for each client: for the machine may
     * be busy, this finds only what hangs.
     */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private final RunningQuickstart application;

    private final Duration limit;

    private final List<String> violations = new CopyOnWriteArrayList<>();

    private final AtomicLong up = new AtomicLong();

    private final AtomicLong down = new AtomicLong();

    private final Thread thread = new Thread(this::run, "health-samples");

    private volatile boolean stopped;

    HealthSamples(RunningQuickstart application) {
        this.application = application;
        this.limit = RunningQuickstart.HEALTH_TIMEOUT
                .multipliedBy(application.histories().all().size())
                .plus(SLACK);
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

    /** How many answers that could be compared said that something is not. */
    long down() {
        return down.get();
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
        Map<String, Map<String, Double>> gauges = new LinkedHashMap<>();
        before.keySet()
                .forEach(client ->
                        gauges.put(client, Meters.of(application, client).states()));
        Map<String, ClientHistory.Moment> after = moments();
        List<String> found = new ArrayList<>();
        if (took.compareTo(limit) > 0) {
            found.add("took " + took + " (expected: at most " + limit + ")");
        }
        JsonNode clients = JsonMapper.shared().readTree(answer.body()).at("/components/zk/components");
        before.forEach((client, moment) -> {
            JsonNode health = clients.path(client);
            checkItself(client, health, found);
            if (moment.equals(after.get(client))) {
                compare(client, moment, health, gauges.get(client), found);
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
            @Nullable Map<String, Double> gauges,
            List<String> found) {
        JsonNode details = health.path("details");
        if (!details.path("state").asString().equals(moment.state().name())) {
            found.add(client + ": another state than the client's");
        }
        if (!details.path("session").asString("null").equals(String.valueOf(moment.session()))) {
            found.add(client + ": another session than the client's");
        }
        Map<String, Double> expected = Meters.onlyOne(moment.state());
        if (!expected.equals(gauges)) {
            found.add(client + ": gauges are " + gauges);
        }
    }

    private void compareStatus(Map<String, ClientHistory.Moment> moments, int status, List<String> found) {
        boolean allConnected = moments.values().stream().allMatch(ClientHistory.Moment::isConnected);
        if (status != (allConnected ? 200 : 503)) {
            found.add("HTTP status " + status);
        }
        (allConnected ? up : down).incrementAndGet();
    }

    /** Comes back when the last answer is there. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
