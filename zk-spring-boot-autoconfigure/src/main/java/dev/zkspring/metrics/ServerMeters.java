package dev.zkspring.metrics;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerMode;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.ZkException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of one server. Without an answer, or without the value in it, a gauge is not a number; a counter keeps its
 * last value.
 */
final class ServerMeters {

    private static final Logger log = LoggerFactory.getLogger(ServerMeters.class);

    private final ServerAddress server;

    private final Tags tags;

    private final List<OwnedMeters> bound = new ArrayList<>();

    private volatile @Nullable ServerMetrics present;

    private volatile @Nullable ServerMetrics last;

    /** What was said in the log last, so that it is said once. */
    private @Nullable ErrorCode reported;

    ServerMeters(ServerAddress server, Tags tags) {
        this.server = server;
        this.tags = tags.and("server", server.toString());
    }

    void bindTo(MeterRegistry registry) {
        OwnedMeters meters = new OwnedMeters(registry, tags);
        bound.add(meters);
        gauge(meters, "up", "Whether the server answers mntr, 1 or 0", it -> it.present == null ? 0 : 1);
        present(meters, "leader", "Whether the server decides, alone or for others, 1 or 0", ServerMeters::isLeader);
        number(meters, "connections", "Open client connections", ServerMetrics::aliveConnections);
        number(meters, "requests.outstanding", "Requests without an answer", ServerMetrics::outstandingRequests);
        number(meters, "znodes", "Nodes", ServerMetrics::znodeCount);
        number(meters, "watches", "Watches of all clients", ServerMetrics::watchCount);
        number(meters, "ephemerals", "Ephemeral nodes", ServerMetrics::ephemeralsCount);
        number(meters, "followers.synced", "Followers that keep up with the leader", ServerMetrics::syncedFollowers);
        number(meters, "files.open", "Open file descriptors", ServerMetrics::openFileDescriptors);
        number(meters, "files.max", "Limit of open file descriptors", ServerMetrics::maxFileDescriptors);
        dataSize(meters);
        latency(meters, "latency.avg", it -> orNaN(it.avgLatency()));
        latency(meters, "latency.max", it -> orNaN(it.maxLatency()));
        packets(meters, "packets.received", "Packets from clients", ServerMetrics::packetsReceived);
        packets(meters, "packets.sent", "Packets to clients", ServerMetrics::packetsSent);
    }

    private static double isLeader(ServerMetrics metrics) {
        return metrics.mode() == ServerMode.LEADER || metrics.mode() == ServerMode.STANDALONE ? 1 : 0;
    }

    private static double orNaN(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }

    private static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private double present(ToDoubleFunction<ServerMetrics> value) {
        ServerMetrics metrics = present;
        return metrics == null ? Double.NaN : value.applyAsDouble(metrics);
    }

    private void gauge(OwnedMeters meters, String name, String description, ToDoubleFunction<ServerMeters> value) {
        meters.add((registry, all) -> Gauge.builder("zk.server." + name, this, value)
                .description(description)
                .tags(all)
                .register(registry));
    }

    private void present(OwnedMeters meters, String name, String description, ToDoubleFunction<ServerMetrics> value) {
        gauge(meters, name, description, it -> it.present(value));
    }

    private void number(
            OwnedMeters meters, String name, String description, Function<ServerMetrics, OptionalLong> value) {
        present(meters, name, description, it -> orNaN(value.apply(it)));
    }

    private void dataSize(OwnedMeters meters) {
        meters.add((registry, all) -> Gauge.builder(
                        "zk.server.data.size", this, it -> it.present(metrics -> orNaN(metrics.approximateDataSize())))
                .description("Bytes of all paths and data")
                .baseUnit("bytes")
                .tags(all)
                .register(registry));
    }

    private void latency(OwnedMeters meters, String name, ToDoubleFunction<ServerMetrics> millis) {
        meters.add((registry, all) -> TimeGauge.builder(
                        "zk.server." + name, this, TimeUnit.MILLISECONDS, it -> it.present(millis))
                .description("Time from a request to its answer since the start of the server or srst")
                .tags(all)
                .register(registry));
    }

    private void packets(
            OwnedMeters meters, String name, String description, Function<ServerMetrics, OptionalLong> value) {
        meters.add((registry, all) -> FunctionCounter.builder("zk.server." + name, this, it -> it.last(value))
                .description(description)
                .tags(all)
                .register(registry));
    }

    private double last(Function<ServerMetrics, OptionalLong> value) {
        ServerMetrics metrics = last;
        return metrics == null ? 0 : value.apply(metrics).orElse(0);
    }

    /** Takes a server's answer over, {@code null} if it was not asked. */
    void update(@Nullable CommandAnswer answer) {
        ServerMetrics metrics = parse(answer);
        present = metrics;
        if (metrics != null) {
            last = metrics;
            reported = null;
        }
    }

    private @Nullable ServerMetrics parse(@Nullable CommandAnswer answer) {
        String text = answer == null ? null : answer.text();
        if (text == null) {
            report(answer == null ? null : answer.failure());
            return null;
        }
        try {
            return ServerMetrics.parse(text);
        } catch (IllegalArgumentException e) {
            log.debug("Server {} answered mntr with something else", server, e);
            return null;
        }
    }

    /** The one failure that the operator of the server has to mend. */
    private void report(@Nullable ZkException failure) {
        ErrorCode code = failure == null ? null : failure.code();
        if (code == ErrorCode.NOT_WHITELISTED && reported != code) {
            log.warn(
                    "Server {} has no meters: mntr is not in its whitelist; add it to 4lw.commands.whitelist there, or"
                            + " set zk.metrics.servers.enabled=false",
                    server);
        }
        reported = code;
    }

    void remove() {
        bound.forEach(OwnedMeters::removeAll);
        bound.clear();
    }
}
