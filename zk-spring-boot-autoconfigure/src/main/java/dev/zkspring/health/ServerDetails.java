package dev.zkspring.health;

import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ServerVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a server tells of itself, by the names in the health endpoint and in the order of interest. */
final class ServerDetails {

    private final Map<String, Object> details = new LinkedHashMap<>();

    private ServerDetails() {}

    /** What the server does not tell, because of its version or its mode, is left out. */
    static Map<String, Object> of(ServerMetrics metrics) {
        ServerDetails server = new ServerDetails();
        server.addMode(metrics.mode());
        metrics.version().ifPresent(server::addVersion);
        server.addLatency(metrics.minLatency(), metrics.avgLatency(), metrics.maxLatency());
        server.add("connections", metrics.aliveConnections());
        server.add("outstanding", metrics.outstandingRequests());
        server.add("znodes", metrics.znodeCount());
        server.add("watches", metrics.watchCount());
        server.add("ephemerals", metrics.ephemeralsCount());
        server.add("followersInSync", metrics.syncedFollowers());
        return server.details;
    }

    /** Less than the metrics tell: no watches, ephemeral nodes and followers. */
    static Map<String, Object> of(ServerStats stats) {
        ServerDetails server = new ServerDetails();
        server.addMode(stats.mode());
        server.addVersion(stats.version());
        ServerStats.Latency latency = stats.latency();
        server.addLatency(
                OptionalLong.of(latency.min()), OptionalDouble.of(latency.avg()), OptionalLong.of(latency.max()));
        server.add(
                "connections", stats.connections() < 0 ? OptionalLong.empty() : OptionalLong.of(stats.connections()));
        server.add("outstanding", OptionalLong.of(stats.outstanding()));
        server.add("znodes", OptionalLong.of(stats.nodeCount()));
        return server.details;
    }

    /** In the words of the server, as in {@code read-only}. */
    private void addMode(ServerMode mode) {
        details.put("mode", mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private void addVersion(ServerVersion version) {
        details.put("version", "%d.%d.%d".formatted(version.major(), version.minor(), version.micro()));
    }

    private void addLatency(OptionalLong min, OptionalDouble avg, OptionalLong max) {
        ServerDetails latency = new ServerDetails();
        latency.add("min", min);
        avg.ifPresent(value -> latency.details.put("avg", value));
        latency.add("max", max);
        if (!latency.details.isEmpty()) {
            details.put("latency", latency.details);
        }
    }

    private void add(String name, OptionalLong value) {
        value.ifPresent(number -> details.put(name, number));
    }
}
