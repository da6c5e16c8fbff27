package dev.zkspring.client.admin;

import dev.zkspring.client.data.ServerVersion;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A server's answer to {@code mntr}. Each version has metrics of its own, some 20 in 3.4 and hundreds since 3.6, so
 * everything may be missing, and what cannot be read as asked for counts as missing. Counters and latencies run since
 * the start of the server or the last {@code srst}.
 *
 * @param values all metrics by their names as the server wrote them, in its order
 */
public record ServerMetrics(Map<String, String> values) {

    private static final String PREFIX = "zk_";

    /** Beyond it a double does not hold every whole number. */
    private static final double MAX_WHOLE = 1L << 53;

    public ServerMetrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads the whole answer to {@code mntr}. Lines without a tab are ignored.
     *
     * @throws IllegalArgumentException when there is no metric at all, or the last line is cut short
     */
    public static ServerMetrics parse(String answer) {
        Map<String, String> values = new LinkedHashMap<>();
        answer.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                values.put(line.substring(0, tab), line.substring(tab + 1).strip());
            }
        });
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no line with a name, a tab and a value");
        }
        if (!answer.endsWith("\n")) {
            throw new IllegalArgumentException("the last line is cut short");
        }
        return new ServerMetrics(values);
    }

    /** A metric as text; its name may be given with the prefix {@code zk_} or without it. */
    public Optional<String> string(String name) {
        String value = values.get(name.startsWith(PREFIX) ? name : PREFIX + name);
        return Optional.ofNullable(value == null ? values.get(name) : value)
                // What servers write for a metric without a value.
                .filter(text -> !text.equals("null"));
    }

    /** A metric that is a whole number; newer servers write some of those with a fraction of zero. */
    public OptionalLong longValue(String name) {
        OptionalDouble number = doubleValue(name);
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(string(name).orElseThrow()));
        } catch (NumberFormatException e) {
            double value = number.getAsDouble();
            boolean whole = value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE;
            return whole ? OptionalLong.of((long) value) : OptionalLong.empty();
        }
    }

    /** A metric that is a number. */
    public OptionalDouble doubleValue(String name) {
        try {
            Optional<String> text = string(name);
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The version without its build. */
    public Optional<ServerVersion> version() {
        return string("version").flatMap(version -> ServerVersion.parse("zk_version\t" + version));
    }

    /** What the server is to its ensemble. */
    public ServerMode mode() {
        return string("server_state").map(ServerMode::of).orElse(ServerMode.UNKNOWN);
    }

    /** Shortest time between the arrival of a request and its answer, in milliseconds. */
    public OptionalLong minLatency() {
        return longValue("min_latency");
    }

    /** Mean time between the arrival of a request and its answer, in milliseconds; with a fraction since 3.6. */
    public OptionalDouble avgLatency() {
        return doubleValue("avg_latency");
    }

    /** Longest time between the arrival of a request and its answer, in milliseconds. */
    public OptionalLong maxLatency() {
        return longValue("max_latency");
    }

    /** Packets from clients. */
    public OptionalLong packetsReceived() {
        return longValue("packets_received");
    }

    /** Packets to clients. */
    public OptionalLong packetsSent() {
        return longValue("packets_sent");
    }

    /** Open client connections. */
    public OptionalLong aliveConnections() {
        return longValue("num_alive_connections");
    }

    /** Requests that wait for an answer. */
    public OptionalLong outstandingRequests() {
        return longValue("outstanding_requests");
    }

    public OptionalLong znodeCount() {
        return longValue("znode_count");
    }

    public OptionalLong watchCount() {
        return longValue("watch_count");
    }

    public OptionalLong ephemeralsCount() {
        return longValue("ephemerals_count");
    }

    /** Bytes of all paths and data. */
    public OptionalLong approximateDataSize() {
        return longValue("approximate_data_size");
    }

    /** Only on Unix. */
    public OptionalLong openFileDescriptors() {
        return longValue("open_file_descriptor_count");
    }

    /** Only on Unix. */
    public OptionalLong maxFileDescriptors() {
        return longValue("max_file_descriptor_count");
    }

    /** How long the server has been in its present mode. Since 3.6. */
    public Optional<Duration> uptime() {
        OptionalLong millis = longValue("uptime");
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.getAsLong()));
    }

    /** Followers and observers of this leader; servers before 3.6 call them followers. Only on a leader. */
    public OptionalLong learners() {
        OptionalLong learners = longValue("learners");
        return learners.isPresent() ? learners : longValue("followers");
    }

    /** Followers that keep up with this leader. Only on a leader. */
    public OptionalLong syncedFollowers() {
        return longValue("synced_followers");
    }

    /** {@code sync} calls that wait for the followers. Only on a leader. */
    public OptionalLong pendingSyncs() {
        return longValue("pending_syncs");
    }

    /** Bytes of the newest proposal, -1 before the first. Only on a leader. */
    public OptionalLong lastProposalSize() {
        return longValue("last_proposal_size");
    }

    /** Bytes of the largest proposal, -1 before the first. Only on a leader. */
    public OptionalLong maxProposalSize() {
        return longValue("max_proposal_size");
    }

    /** Bytes of the smallest proposal, -1 before the first. Only on a leader. */
    public OptionalLong minProposalSize() {
        return longValue("min_proposal_size");
    }

    /** How often writing the transaction log to the disk took longer than its limit, by default 1 s. Only in 3.4. */
    public OptionalLong fsyncThresholdExceeded() {
        return longValue("fsync_threshold_exceed_count");
    }

    /** The share of new connections, 0 to 1, that the connection throttle turns away. Since 3.6. */
    public OptionalDouble connectionDropProbability() {
        return doubleValue("connection_drop_probability");
    }

    /** Clients that failed to authenticate. Since 3.6. */
    public OptionalLong authFailures() {
        return longValue("auth_failed_count");
    }

    /** TLS handshakes under way. Since 3.6. */
    public OptionalLong outstandingTlsHandshakes() {
        return longValue("outstanding_tls_handshake");
    }

    /** Servers with a vote. Since 3.6. Only in an ensemble. */
    public OptionalLong quorumSize() {
        return longValue("quorum_size");
    }
}
