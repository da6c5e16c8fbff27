package dev.zkspring.samples.quickstart;

import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkClientBuilderConfigurer;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.faults.FaultyEnsemble;
import dev.zkspring.client.faults.Tally;
import dev.zkspring.client.faults.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;

/**
 * The application with a second client, each with links of its own, under faults: what health, events, meters and
 * watches tell must agree with what the clients told, and with each other.
 */
final class QuickstartWorkload implements Workload {

    private static final String AUDIT = "auditClient";

    private static final String AUDIT_PATH = "/quickstart/audit";

    /** Shorter than the longest faults, so that sessions expire. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(3);

    /** What the calls and watches of a healthy ensemble may take until they are still. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FaultyEnsemble ensemble;

    private final int firstClient;

    private final List<String> violations = new ArrayList<>();

    private final List<Writes> writes = new ArrayList<>();

    private @Nullable ZkClient observer;

    private @Nullable RunningQuickstart application;

    private @Nullable HealthSamples samples;

    QuickstartWorkload(FaultyEnsemble ensemble, int firstClient, long seed) {
        this.ensemble = ensemble;
        this.firstClient = firstClient;
    }

    /** A client besides the auto-configured one, for itself. */
    static class SecondClient {

        @Bean(defaultCandidate = false)
        @Qualifier("audit")
        ZkClient auditClient(ZkClientBuilderConfigurer configurer, @Value("${audit.hosts}") String hosts) {
            return configurer
                    .configure(ZkClient.builder())
                    .hosts(hosts)
                    .clientName(AUDIT)
                    .build();
        }
    }

    /** Calls of watch methods, of one for each client. */
    static class Seen {

        private final List<String> banner = new CopyOnWriteArrayList<>();

        private final List<String> audit = new CopyOnWriteArrayList<>();

        @ZkDataWatch(id = "seen-banner", value = Banner.PATH)
        void banner(@Nullable String text) {
            banner.add(String.valueOf(text));
        }

        @ZkDataWatch(id = "seen-audit", value = AUDIT_PATH, client = AUDIT)
        void audit(@Nullable String text) {
            audit.add(String.valueOf(text));
        }
    }

    @Override
    public void start() {
        ZkClient direct = ZkClient.builder()
                .hosts(ensemble.directHosts())
                .clientName("observer")
                .build();
        observer = direct;
        direct.start();
        direct.ensurePath(Banner.PATH);
        direct.ensurePath(AUDIT_PATH);
        RunningQuickstart started = RunningQuickstart.startWith(
                List.of(SecondClient.class, Seen.class),
                ensemble.hosts(firstClient),
                "--audit.hosts=" + ensemble.hosts(firstClient + 1),
                "--zk.randomize-hosts=false",
                "--zk.timeout=" + SESSION_TIMEOUT.toMillis() + "ms",
                "--zk.request-timeout=" + CALL_LIMIT.toMillis() + "ms");
        application = started;
        writes.add(new Writes(started.client(), Banner.PATH, CALL_LIMIT));
        writes.add(new Writes(started.histories().of(AUDIT).client(), AUDIT_PATH, CALL_LIMIT));
        samples = new HealthSamples(started);
    }

    private RunningQuickstart application() {
        if (application == null) {
            throw new IllegalStateException("not started");
        }
        return application;
    }

    private ZkClient observer() {
        if (observer == null) {
            throw new IllegalStateException("not started");
        }
        return observer;
    }

    @Override
    public void settle() {
        writes.forEach(Writes::close);
        for (ClientHistory history : application().histories().all()) {
            settled(
                    history.name() + " is connected",
                    () -> history.client().isConnected()
                            ? List.of()
                            : List.of(history.toldLines().toString()));
        }
        settled("health is UP", () -> {
            int status = application().get("/actuator/health").statusCode();
            return status == 200 ? List.of() : List.of("HTTP status " + status);
        });
        settled("watches show the newest value", this::staleWatches);
        settled("the application is a member, once, in its session", this::wrongMembers);
        settled("events and meters agree with what the clients told", this::contradictions);
        if (samples != null) {
            samples.close();
            violations.addAll(samples.violations());
        }
        application().histories().all().forEach(history -> violations.addAll(history.violations()));
        Seen seen = application().bean(Seen.class);
        violations.addAll(Writes.disorder("banner", seen.banner));
        violations.addAll(Writes.disorder("audit", seen.audit));
        writes.forEach(each -> violations.addAll(each.violations()));
    }

    /** Waits until nothing is wrong; what still is then becomes a violation. */
    private void settled(String what, java.util.function.Supplier<List<String>> wrong) {
        try {
            await(what).atMost(PATIENCE).until(() -> wrong.get().isEmpty());
        } catch (ConditionTimeoutException e) {
            violations.add(what + ", not within " + PATIENCE + ": " + wrong.get());
        }
    }

    private List<String> staleWatches() {
        String banner = String.valueOf(observer().get(Banner.PATH).text());
        String audit = String.valueOf(observer().get(AUDIT_PATH).text());
        Seen seen = application().bean(Seen.class);
        String shown = application().get("/banner").body();
        boolean current = shown.equals(banner)
                && last(seen.banner).equals(banner)
                && last(seen.audit).equals(audit);
        return current
                ? List.of()
                : List.of("%s and %s, but shown is %s, and seen were %s and %s"
                        .formatted(banner, audit, shown, last(seen.banner), last(seen.audit)));
    }

    private static String last(List<String> values) {
        return values.isEmpty() ? "nothing" : values.get(values.size() - 1);
    }

    private List<String> wrongMembers() {
        List<String> wrong = new ArrayList<>();
        var session = application().client().sessionId();
        List<String> names = observer().getChildren(Members.PATH);
        for (String name : names) {
            Stat stat = observer().exists(ZkPath.child(Members.PATH, name));
            if (stat == null || session == null || stat.ephemeralOwner() != session.id()) {
                wrong.add(name + " is not of session " + session + ": " + stat);
            }
        }
        String members = application().get("/members").body();
        if (names.size() != 1 || !members.equals("[\"" + application().address() + "\"]")) {
            wrong.add("members are " + names + ", and shown is " + members);
        }
        return wrong;
    }

    private List<String> contradictions() {
        List<String> wrong = new ArrayList<>();
        ClientHistories histories = application().histories();
        for (ClientHistory history : histories.all()) {
            Meters meters = Meters.of(application(), history.name());
            wrong.addAll(meters.contradictions(history, histories.watchFailures()));
            if (!history.toldLines().equals(history.publishedLines())) {
                wrong.add("told were " + history.toldLines() + "\nbut published were " + history.publishedLines());
            }
        }
        for (Writes each : writes) {
            wrong.addAll(each.contradictions(
                    Meters.of(application(), each.clientName()).requests()));
        }
        Seen seen = application().bean(Seen.class);
        double banner =
                Meters.of(application(), application().client().clientName()).deliveries("seen-banner");
        double audit = Meters.of(application(), AUDIT).deliveries("seen-audit");
        if (banner != seen.banner.size() || audit != seen.audit.size()) {
            wrong.add("deliveries: measured %s and %s (expected: %d and %d)"
                    .formatted(banner, audit, seen.banner.size(), seen.audit.size()));
        }
        return wrong;
    }

    @Override
    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public Tally tally() {
        List<ClientHistory> histories =
                application == null ? List.of() : application.histories().all();
        return new Tally(
                Map.of(
                        "operations", writes.stream().mapToLong(Writes::made).sum(),
                        "failures", writes.stream().mapToLong(Writes::failed).sum(),
                        "suspensions", count(histories, ConnectionState.SUSPENDED),
                        "expiries", count(histories, ConnectionState.LOST),
                        "up", samples == null ? 0 : samples.up(),
                        "suspended", samples == null ? 0 : samples.suspended(),
                        "lost", samples == null ? 0 : samples.lost()),
                List.of());
    }

    private static long count(List<ClientHistory> histories, ConnectionState state) {
        return histories.stream()
                .flatMap(history -> history.told().stream())
                .filter(event -> event.state() == state)
                .count();
    }

    @Override
    public void close() {
        writes.forEach(Writes::close);
        if (samples != null) {
            samples.close();
        }
        if (application != null) {
            application.close();
        }
        if (observer != null) {
            observer.close(Duration.ofSeconds(2));
        }
    }
}
