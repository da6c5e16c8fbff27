package dev.zkspring.health;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of itself in its answer to {@code mntr} or {@code srvr}. Answers differ between versions, so
 * everything may be missing; a line that is not understood is skipped.
 */
final class ServerStatistics {

    private final Map<String, Object> details = new LinkedHashMap<>();

    private ServerStatistics() {}

    /** Reads lines of a name, a tab and a value. */
    static ServerStatistics fromMntr(String answer) {
        Map<String, String> values = new LinkedHashMap<>();
        answer.lines()
                .map(line -> line.split("\t", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> {
                    values.put(pair[0].strip(), pair[1].strip());
                });
        ServerStatistics statistics = new ServerStatistics();
        statistics.add("mode", values.get("zk_server_state"), text -> text);
        statistics.addVersion(values.get("zk_version"));
        statistics.addLatency(values.get("zk_min_latency"), values.get("zk_avg_latency"), values.get("zk_max_latency"));
        statistics.addNumber("connections", values.get("zk_num_alive_connections"));
        statistics.addNumber("outstanding", values.get("zk_outstanding_requests"));
        statistics.addNumber("znodes", values.get("zk_znode_count"));
        statistics.addNumber("watches", values.get("zk_watch_count"));
        statistics.addNumber("ephemerals", values.get("zk_ephemerals_count"));
        statistics.addNumber("followersInSync", values.get("zk_synced_followers"));
        return statistics;
    }

    /** Reads lines of a name, a colon and a value. */
    static ServerStatistics fromSrvr(String answer) {
        Map<String, String> values = new LinkedHashMap<>();
        answer.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> {
                    values.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
                });
        ServerStatistics statistics = new ServerStatistics();
        statistics.add("mode", values.get("mode"), text -> text);
        statistics.addVersion(values.get("zookeeper version"));
        String[] latency = values.getOrDefault("latency min/avg/max", "").split("/", -1);
        if (latency.length == 3) {
            statistics.addLatency(latency[0], latency[1], latency[2]);
        }
        statistics.addNumber("connections", values.get("connections"));
        statistics.addNumber("outstanding", values.get("outstanding"));
        statistics.addNumber("znodes", values.get("node count"));
        return statistics;
    }

    /** The statistics by their names in the health endpoint, in the order of interest. */
    Map<String, Object> details() {
        return details;
    }

    /** Without the build: {@code 3.9.5-1234abcd, built on ...} is version 3.9.5. */
    private void addVersion(@Nullable String version) {
        add("version", version, text -> text.split("[-,]", 2)[0]);
    }

    private void addLatency(@Nullable String min, @Nullable String avg, @Nullable String max) {
        ServerStatistics latency = new ServerStatistics();
        latency.addNumber("min", min);
        latency.addNumber("avg", avg);
        latency.addNumber("max", max);
        if (!latency.details.isEmpty()) {
            details.put("latency", latency.details);
        }
    }

    private void addNumber(String name, @Nullable String value) {
        add(name, value, ServerStatistics::number);
    }

    private void add(String name, @Nullable String value, Function<String, @Nullable Object> conversion) {
        Object converted = value == null ? null : conversion.apply(value.strip());
        if (converted != null) {
            details.put(name, converted);
        }
    }

    private static @Nullable Object number(String text) {
        try {
            return text.indexOf('.') < 0 ? (Number) Long.valueOf(text) : (Number) Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
