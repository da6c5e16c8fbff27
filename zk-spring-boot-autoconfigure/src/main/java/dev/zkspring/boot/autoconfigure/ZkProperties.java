package dev.zkspring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be set in {@code application.properties}. Made by Spring Boot only: components are added between versions.
 *
 * @param enabled Whether to auto-configure a ZooKeeper client.
 * @param hosts Comma-separated list of servers, each "host[:port]" or "[IPv6]:port". The last one may end with a
 *     chroot.
 * @param timeout Session timeout to ask for. The server decides, by default within 4 to 40 seconds.
 * @param sessionTimeout Session timeout to ask for. Alias of "zk.timeout".
 * @param readOnly Whether a server that lost its quorum, and answers reads only, will do.
 * @param chroot Node that all paths are relative to, for example "/app".
 * @param createChroot Whether to create the node of the chroot, and its parents, at the start if it is missing.
 * @param randomizeHosts Whether to try the servers in random order.
 * @param startTimeout Time to wait for the first connection.
 * @param failFast Whether to stop the application when it cannot connect within "zk.start-timeout", or when the chroot
 *     is missing.
 * @param connectTimeout Time to wait for a TCP connection to one address. By default derived from the session timeout
 *     and the number of addresses.
 * @param requestTimeout Time that a call may take, waiting for a connection included.
 * @param connectionRetry How to go on when no server can be reached.
 * @param commandRetry How to repeat failed reads.
 * @param clientName Name of the client in threads, logs, events and meters.
 * @param auth List of credentials, each a "scheme" and a "credential", to show to every server before anything else.
 * @param defaultAcl Access control list of new nodes, entries "scheme:id:permissions" with permissions out of "cdrwa".
 *     By default everybody may do everything.
 * @param sasl Authentication by SASL.
 * @param ssl Security of the connections.
 * @param maxInFlight Number of requests that may be queued or unanswered. Beyond it calls wait.
 * @param rejectWhenFull Whether calls beyond "zk.max-in-flight" fail instead of waiting.
 * @param maxRequestSize Largest request. Should equal the servers' "jute.maxbuffer".
 * @param maxResponseSize Largest answer.
 * @param readBatching Whether reads that wait next to each other are sent as one request, which servers since 3.6 answer
 *     several times as fast.
 * @param session Session that outlives the application.
 * @param watch Annotated watches.
 * @param health Health check.
 * @param metrics Meters.
 * @param observations Observations, from which traces are made.
 */
@ConfigurationProperties("zk")
public record ZkProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("localhost:2181") List<String> hosts,
        @Nullable Duration timeout,
        @Nullable Duration sessionTimeout,
        @DefaultValue("false") boolean readOnly,
        @Nullable String chroot,
        @DefaultValue("false") boolean createChroot,
        @DefaultValue("true") boolean randomizeHosts,
        @DefaultValue("15s") Duration startTimeout,
        @DefaultValue("true") boolean failFast,
        @Nullable Duration connectTimeout,
        @DefaultValue("30s") Duration requestTimeout,
        @DefaultValue Retry connectionRetry,
        @DefaultValue Retry commandRetry,
        @DefaultValue("zkClient") String clientName,
        @DefaultValue List<Auth> auth,
        @DefaultValue List<String> defaultAcl,
        @DefaultValue Sasl sasl,
        @DefaultValue Ssl ssl,
        @DefaultValue("1000") int maxInFlight,
        @DefaultValue("false") boolean rejectWhenFull,
        @DefaultValue("1048575B") DataSize maxRequestSize,
        @DefaultValue("64MB") DataSize maxResponseSize,
        @DefaultValue("true") boolean readBatching,
        @DefaultValue Session session,
        @DefaultValue Watch watch,
        @DefaultValue Health health,
        @DefaultValue Metrics metrics,
        @DefaultValue Observations observations) {

    /**
     * A retry policy; what is not set keeps the default of the policy.
     *
     * @param maxRetries Number of tries after the first. -1 for unlimited.
     * @param delay Time before the first retry.
     * @param multiplier Factor by which the delay grows with each retry.
     * @param jitter Part of the delay by which it is spread at random, from 0 to 1.
     * @param maxDelay Longest time between two tries, before the spread.
     * @param deadline Time after the first try when retrying ends. By default it does not.
     * @param ignoreExpire Whether to go on after the session expired, with a new one.
     */
    public record Retry(
            @Nullable Integer maxRetries,
            @Nullable Duration delay,
            @Nullable Double multiplier,
            @Nullable Double jitter,
            @Nullable Duration maxDelay,
            @Nullable Duration deadline,
            @Nullable Boolean ignoreExpire) {}

    /**
     * One credential.
     *
     * @param scheme Scheme of the servers' authentication provider, for example "digest".
     * @param credential What the provider expects, for example "user:password".
     */
    public record Auth(@Nullable String scheme, @Nullable String credential) {

        /** The scheme; never the credential. */
        @Override
        public String toString() {
            return "Auth[" + scheme + "]";
        }
    }

    /**
     * Settings of SASL.
     *
     * @param mechanism How to authenticate by SASL. By default not at all.
     * @param username User of mechanism "digest-md5".
     * @param password Password of mechanism "digest-md5".
     * @param kerberos Settings of mechanism "gssapi".
     */
    public record Sasl(
            @Nullable SaslMechanism mechanism,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue Kerberos kerberos) {

        /** Everything but the password. */
        @Override
        public String toString() {
            return "Sasl[%s, %s, %s]".formatted(mechanism, username, kerberos);
        }
    }

    /** Mechanisms of SASL that servers know. */
    public enum SaslMechanism {
        /** User and password. */
        DIGEST_MD5,

        /** Kerberos. */
        GSSAPI
    }

    /**
     * Where Kerberos tickets come from; by default from the user's ticket cache.
     *
     * @param principal Principal of the client, for example "app@EXAMPLE.COM".
     * @param keytab Key table with the key of the principal.
     * @param ticketCache File with the tickets that "kinit" left. By default the user's own.
     * @param jaasEntry Entry of the JVM's JAAS configuration to log in by.
     * @param serviceName First part of the servers' principal.
     */
    public record Kerberos(
            @Nullable String principal,
            @Nullable Path keytab,
            @Nullable Path ticketCache,
            @Nullable String jaasEntry,
            @DefaultValue("zookeeper") String serviceName) {}

    /**
     * Settings of TLS.
     *
     * @param enabled Whether to use TLS. Enabled automatically if "zk.ssl.bundle" is set.
     * @param bundle Name of the SSL bundle with the certificates. Without one the JVM's are trusted.
     * @param verifyHostname Whether the server's certificate must be one for the configured host.
     */
    public record Ssl(
            @Nullable Boolean enabled,
            @Nullable String bundle,
            @DefaultValue("true") boolean verifyHostname) {

        boolean namesBundle() {
            return bundle != null && !bundle.isBlank();
        }

        boolean isWanted() {
            return enabled == null ? namesBundle() : enabled;
        }
    }

    /**
     * Settings of a session that outlives the application.
     *
     * @param store File that the session is saved in, with its password, so that the next start goes on with it. Each
     *     instance needs one of its own.
     * @param keepOnShutdown Whether to leave the session open when the application is shut down, so that its ephemeral
     *     nodes stay until the next start. Requires "zk.session.store".
     */
    public record Session(
            @Nullable Path store, @DefaultValue("false") boolean keepOnShutdown) {}

    /**
     * Settings of annotated watches.
     *
     * @param autoStartup Whether to start annotated watches with the application.
     */
    public record Watch(@DefaultValue("true") boolean autoStartup) {}

    /**
     * Settings of the health check.
     *
     * @param timeout Time that the check of one client may take.
     * @param fourLetterWords Whether to ask each server for its own state with the four-letter words "ruok" and "mntr"
     *     or "srvr".
     */
    public record Health(
            @DefaultValue("1s") Duration timeout,
            @DefaultValue("true") boolean fourLetterWords) {}

    /**
     * Settings of meters.
     *
     * @param enabled Whether to record meters of clients and annotated watches.
     * @param servers Meters of the servers.
     */
    public record Metrics(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Servers servers) {

        /**
         * Settings of the meters of servers.
         *
         * @param enabled Whether to record what each server tells of itself with the four-letter word "mntr".
         * @param interval Time between two questions to the same server, at least 1 second.
         * @param timeout Time that a server may take to answer.
         */
        public record Servers(
                @DefaultValue("false") boolean enabled,
                @DefaultValue("30s") Duration interval,
                @DefaultValue("2s") Duration timeout) {}
    }

    /**
     * Settings of observations.
     *
     * @param requests Whether to observe each request of a client.
     * @param watches Whether to observe each call of an annotated watch method.
     */
    public record Observations(
            @DefaultValue("false") boolean requests,
            @DefaultValue("false") boolean watches) {}

    /** Which client of which servers; nothing secret. */
    @Override
    public String toString() {
        return "ZkProperties[clientName=%s, hosts=%s, chroot=%s]".formatted(clientName, hosts, chroot);
    }
}
