package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.internal.protocol.Chroot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a session needs to know of the client's options. */
public record SessionSettings(
        String clientName,
        List<ServerAddress> hosts,
        Chroot chroot,
        Duration sessionTimeout,
        boolean readOnly,
        boolean randomizeHosts,
        @Nullable Duration connectTimeout,
        Duration requestTimeout,
        RetryPolicy connectionRetry,
        int maxInFlight,
        boolean rejectWhenFull,
        int maxRequestSize,
        int maxResponseSize,
        @Nullable Executor completeOn,
        boolean readBatching,
        Duration resyncInterval,
        Credentials credentials,
        @Nullable SessionId resume,
        InstantSource wallClock,
        Observers observers) {

    /** Design: a third of the session timeout shared by all addresses, so that trying every one leaves time to spare. */
    public Duration connectTimeout(int addresses) {
        if (connectTimeout != null) {
            return connectTimeout;
        }
        long share = sessionTimeout.toMillis() / 3 / Math.max(addresses, 1);
        return Duration.ofMillis(Math.max(250, Math.min(5_000, share)));
    }

    /** As long again as the connection may take: a server that accepts and then stalls must not hold up the others. */
    Duration handshakeTimeout(int addresses) {
        return connectTimeout(addresses).multipliedBy(2);
    }
}
