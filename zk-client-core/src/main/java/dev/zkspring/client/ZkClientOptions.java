package dev.zkspring.client;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.observe.ClientObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Everything that can be set on a client; {@link ZkClientBuilder} explains each. */
record ZkClientOptions(
        List<ServerAddress> hosts,
        String chroot,
        Duration sessionTimeout,
        boolean readOnly,
        boolean randomizeHosts,
        @Nullable Duration connectTimeout,
        Duration requestTimeout,
        Duration startTimeout,
        RetryPolicy connectionRetry,
        RetryPolicy commandRetry,
        List<Acl> defaultAcl,
        int maxInFlight,
        boolean rejectWhenFull,
        int maxRequestSize,
        int maxResponseSize,
        boolean readBatching,
        Duration resyncInterval,
        String clientName,
        @Nullable TlsOptions tls,
        @Nullable Executor callbackExecutor,
        @Nullable Executor completeOn,
        List<AuthInfo> auth,
        @Nullable SaslOptions sasl,
        @Nullable SessionId sessionId,
        List<ClientObserver> observers) {}
