package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.client.error.ZkException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A client could not connect while the application started; the cause is the client's own exception. */
public final class ZkStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String summary;

    private final transient Map<ServerAddress, String> reasons;

    private ZkStartException(String summary, Map<ServerAddress, String> reasons, ZkException cause) {
        super(summary + ": " + describe(reasons), cause);
        this.summary = summary;
        this.reasons = reasons;
    }

    static ZkStartException timedOut(ZkClient client, Duration timeout, ConnectFailedException cause) {
        String summary = "The ZooKeeper client %s could not connect within %d ms (zk.start-timeout)"
                .formatted(client.clientName(), timeout.toMillis());
        return new ZkStartException(summary, reasons(client), cause);
    }

    static ZkStartException gaveUp(ZkClient client, ClientClosedException cause) {
        String summary =
                "The ZooKeeper client %s gave up connecting (zk.connection-retry)".formatted(client.clientName());
        return new ZkStartException(summary, reasons(client), cause);
    }

    private static Map<ServerAddress, String> reasons(ZkClient client) {
        Map<ServerAddress, String> failures = client.connectFailures();
        Map<ServerAddress, String> reasons = new LinkedHashMap<>();
        client.hosts().forEach(host -> reasons.put(host, failures.getOrDefault(host, "no answer yet")));
        return reasons;
    }

    private static String describe(Map<ServerAddress, String> reasons) {
        return reasons.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Which client failed and how, without the servers. */
    public String summary() {
        return summary;
    }

    /** Each server in the configured order, with the reason why it could not be used. */
    public Map<ServerAddress, String> reasons() {
        return reasons;
    }
}
