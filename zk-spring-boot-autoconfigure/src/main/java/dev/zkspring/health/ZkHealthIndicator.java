package dev.zkspring.health;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of a client: up when connected, out of service when stopped on purpose, else down. What the servers tell of
 * themselves appears in the details and never changes the status.
 */
public final class ZkHealthIndicator extends AbstractHealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ZkHealthIndicator.class);

    private final ZkClient client;

    private final Duration timeout;

    private final boolean fourLetterWords;

    /**
     * Creates an indicator for a client.
     *
     * @param timeout what a check with details may take at most; an answer that is later is missing from the details
     * @param fourLetterWords whether to ask each server of the client for its own state
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public ZkHealthIndicator(ZkClient client, Duration timeout, boolean fourLetterWords) {
        super("Health check of ZooKeeper failed");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("health timeout: %s (expected: above 0)".formatted(timeout));
        }
        this.client = client;
        this.timeout = timeout;
        this.fourLetterWords = fourLetterWords;
    }

    /** Asks no server when nobody is to see the answers, so that a slow one delays no probe. */
    @Override
    public Health health(boolean includeDetails) {
        return includeDetails
                ? health()
                : Health.status(status(client.clientState(), client.connectFailures()))
                        .build();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ClientState state = client.clientState();
        Map<ServerAddress, String> failures = client.connectFailures();
        builder.status(status(state, failures));
        if (state == ClientState.CONNECTED_RO) {
            builder.withDetail("readOnly", true);
        }
        addSession(builder, state);
        Map<String, Map<String, Object>> hosts = asksServers(state) ? askServers() : new LinkedHashMap<>();
        failures.forEach((host, reason) -> hosts.computeIfAbsent(host.toString(), name -> new LinkedHashMap<>())
                .put("connectFailure", reason));
        if (!hosts.isEmpty()) {
            builder.withDetail("hosts", hosts);
        }
    }

    private static Status status(ClientState state, Map<ServerAddress, String> failures) {
        if (isConnected(state)) {
            return Status.UP;
        }
        // A client that gave up remembers why it could not connect.
        return state == ClientState.CLOSED && failures.isEmpty() ? Status.OUT_OF_SERVICE : Status.DOWN;
    }

    private static boolean isConnected(ClientState state) {
        return state == ClientState.CONNECTED || state == ClientState.CONNECTED_RO;
    }

    private void addSession(Health.Builder builder, ClientState clientState) {
        builder.withDetail("state", connectionState(clientState));
        if (!isConnected(clientState)) {
            builder.withDetail("clientState", clientState);
        }
        SessionId session = client.sessionId();
        if (session != null) {
            builder.withDetail("session", session.toString());
            builder.withDetail("negotiatedTimeout", client.negotiatedTimeout().toString());
        }
        ServerAddress server = client.server();
        if (server != null) {
            builder.withDetail("server", server.toString());
        }
    }

    /** Of the same moment as the status, though the client may have moved on. */
    private ConnectionState connectionState(ClientState clientState) {
        return switch (clientState) {
            case CONNECTED, CONNECTED_RO -> ConnectionState.CONNECTED;
            case CONNECTING ->
                client.state() == ConnectionState.LOST ? ConnectionState.LOST : ConnectionState.SUSPENDED;
            case EXPIRED_SESSION, AUTH_FAILED, CLOSED -> ConnectionState.LOST;
        };
    }

    private boolean asksServers(ClientState state) {
        return fourLetterWords && state != ClientState.CLOSED;
    }

    private Map<String, Map<String, Object>> askServers() {
        Map<ServerAddress, ServerCheck> checks = new LinkedHashMap<>();
        client.hosts().forEach(host -> checks.put(host, ServerCheck.ask(client.async(), host)));
        await(CompletableFuture.allOf(
                checks.values().stream().map(ServerCheck::done).toArray(CompletableFuture[]::new)));
        String missing = "no answer within %d ms".formatted(timeout.toMillis());
        Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
        checks.forEach((host, check) -> hosts.put(host.toString(), check.details(missing)));
        checks.values().forEach(ServerCheck::giveUp);
        return hosts;
    }

    private void await(CompletableFuture<Void> answers) {
        try {
            answers.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("Not all servers have answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
