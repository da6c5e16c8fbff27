package dev.zkspring.samples.quickstart;

import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.event.ZkWatchFailedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The meters of one client, by what distinguishes those of one name; such without a count are left out. */
final class Meters {

    private static final Map<LostReason, String> EXPIRIES = Map.of(
            LostReason.EXPIRED_BY_SERVER, "server",
            LostReason.EXPIRED_BY_CLOCK, "clock",
            LostReason.READ_ONLY_ENDED, "read_only");

    private final MeterRegistry registry;

    private final String client;

    private Meters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
    }

    static Meters of(RunningQuickstart application, String client) {
        return new Meters(application.meters(), client);
    }

    private <M extends Meter> Map<String, Double> values(
            Collection<M> found, ToDoubleFunction<M> value, String... tags) {
        Map<String, Double> values = new TreeMap<>();
        for (M meter : found) {
            String key = Arrays.stream(tags)
                    .map(tag -> String.valueOf(meter.getId().getTag(tag)))
                    .collect(Collectors.joining(" "));
            values.merge(key.toUpperCase(Locale.ROOT), value.applyAsDouble(meter), Double::sum);
        }
        values.values().removeIf(sum -> sum == 0);
        return values;
    }

    /** The gauges of the state that are not zero. */
    Map<String, Double> states() {
        return values(registry.find("zk.client.state").tag("client", client).gauges(), Gauge::value, "state");
    }

    static Map<String, Double> onlyOne(ConnectionState state) {
        return Map.of(state.name(), 1.0);
    }

    /** How many broken links were counted. */
    double suspensions() {
        return registry.find("zk.client.suspensions").tag("client", client).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private Map<String, Double> counters(String name, String... tags) {
        return values(registry.find(name).tag("client", client).counters(), Counter::count, tags);
    }

    /** How many requests ended, by operation, outcome and error. */
    Map<String, Double> requests() {
        Collection<Timer> timers =
                registry.find("zk.client.requests").tag("client", client).timers();
        return values(timers, Timer::count, "operation", "outcome", "error");
    }

    /** How many calls of an annotated method ended, whatever their end. */
    double deliveries(String watch) {
        Collection<Timer> timers = registry.find("zk.client.watch.deliveries")
                .tags("client", client, "watch", watch)
                .timers();
        return timers.stream().mapToDouble(Timer::count).sum();
    }

    /** Where the meters contradict what the client told; to be asked when nothing is going on. */
    List<String> contradictions(ClientHistory history, List<ZkWatchFailedEvent> failures) {
        List<String> found = new ArrayList<>();
        List<ConnectionEvent> told = history.told();
        expect("suspensions", count(told, Meters::suspension), counters("zk.client.suspensions"), found);
        expect("reconnects", count(told, Meters::reconnect), counters("zk.client.reconnects"), found);
        expect("expiries", count(told, Meters::expiry), counters("zk.client.expiries", "reason"), found);
        expect("events", upper(history.watchEvents()), counters("zk.client.events", "type"), found);
        expect("requests", upper(history.requests()), requests(), found);
        Map<String, Double> failed =
                count(failures, failure -> failure.clientName().equals(client) ? failure.watchId() : "");
        expect("watch failures", failed, counters("zk.client.watch.failures", "watch"), found);
        ConnectionState state = history.client().state();
        expect("state", onlyOne(state), states(), found);
        return found;
    }

    private void expect(String what, Map<String, Double> expected, Map<String, Double> measured, List<String> found) {
        if (!expected.equals(measured)) {
            found.add("%s of %s: measured %s (expected: %s)".formatted(what, client, measured, expected));
        }
    }

    private static String suspension(ConnectionEvent event) {
        return event.state() == ConnectionState.SUSPENDED ? " " : "";
    }

    private static String reconnect(ConnectionEvent event) {
        return event.state() == ConnectionState.CONNECTED
                        && event.previousState() == ConnectionState.SUSPENDED
                        && !event.newSession()
                ? " "
                : "";
    }

    private static String expiry(ConnectionEvent event) {
        LostReason reason = event.lostReason();
        return reason == null ? "" : EXPIRIES.getOrDefault(reason, "");
    }

    /** The empty name counts nothing; a blank one stands for meters without a tag of their own. */
    private static <T> Map<String, Double> count(List<T> all, Function<T, String> name) {
        return all.stream()
                .map(name)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.groupingBy(
                        each -> each.strip().toUpperCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.summingDouble(each -> 1)));
    }

    private static Map<String, Double> upper(Map<String, Long> counts) {
        Map<String, Double> upper = new TreeMap<>();
        counts.forEach((name, count) -> upper.put(name.toUpperCase(Locale.ROOT), count.doubleValue()));
        return upper;
    }
}
