package dev.zkspring.client;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.config.ConnectString;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.config.SaslOptions;
import dev.zkspring.client.config.TlsOptions;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.InvalidHostsException;
import dev.zkspring.client.observe.ClientObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Settings of a client to build. Every setter throws {@link IllegalArgumentException} naming value and range. */
public final class ZkClientBuilder {

    private static final int KIBI = 1024;

    private String hosts = "localhost:2181";

    private String chroot = "";

    private Duration sessionTimeout = Duration.ofSeconds(10);

    private boolean readOnly;

    private boolean randomizeHosts = true;

    private @Nullable Duration connectTimeout;

    private Duration requestTimeout = Duration.ofSeconds(30);

    private Duration startTimeout = Duration.ofSeconds(15);

    private RetryPolicy connectionRetry = RetryPolicy.FOREVER;

    private RetryPolicy commandRetry = RetryPolicy.NONE;

    private List<Acl> defaultAcl = Acl.OPEN;

    private int maxInFlight = 1000;

    private boolean rejectWhenFull;

    /** The default limit of servers, jute.maxbuffer. */
    private int maxRequestSize = 0xfffff;

    private int maxResponseSize = 64 * KIBI * KIBI;

    private boolean readBatching = true;

    private Duration resyncInterval = Duration.ZERO;

    private String clientName = "zkClient";

    private @Nullable TlsOptions tls;

    private @Nullable Executor callbackExecutor;

    private @Nullable Executor completeOn;

    private final List<AuthInfo> auth = new ArrayList<>();

    private @Nullable SaslOptions sasl;

    private @Nullable SessionId sessionId;

    private final List<ClientObserver> observers = new ArrayList<>();

    ZkClientBuilder() {}

    /**
     * The servers: {@code host[:port],host[:port],[v6]:port}, optionally with the chroot at the very end. Names are
     * resolved on each attempt to connect, to all their addresses. Default {@code localhost:2181}.
     *
     * @throws InvalidHostsException names what cannot be read
     */
    public ZkClientBuilder hosts(String hosts) {
        ConnectString.parse(hosts);
        this.hosts = hosts;
        return this;
    }

    /** Prefix of all paths; empty or {@code /} for none. Must equal the one in {@code hosts} if both are given. */
    public ZkClientBuilder chroot(String chroot) {
        this.chroot = chroot.isEmpty() || ZkPath.validate(chroot).equals("/") ? "" : chroot;
        return this;
    }

    /** Session timeout to ask for; the server decides, by default within 4 to 40 s. Default 10 s. */
    public ZkClientBuilder sessionTimeout(Duration timeout) {
        this.sessionTimeout = positive("session timeout", timeout);
        return this;
    }

    /**
     * A session to go on with at the first start: one that {@link ZkClient#detach()} left, or whose process died, within
     * its timeout. Its ephemeral nodes are kept, its watches are not. {@link
     * dev.zkspring.client.data.ConnectionEvent#newSession} of the first {@code CONNECTED} is false then. When the
     * servers know the session no more, or with another password, it is true: a new session was opened instead, unless
     * {@link #connectionRetry} does not ignore expiry, which ends the client. The same happens when no server could be
     * asked for 4/3 of the session's timeout. Default none.
     *
     * <p>One session serves one client at a time: two that hold the same take it from each other for ever.
     */
    public ZkClientBuilder sessionId(SessionId session) {
        this.sessionId = session;
        return this;
    }

    /** Whether a server that lost its quorum, and answers reads only, will do. Default false. */
    public ZkClientBuilder readOnly(boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    /** Whether to try the servers in random order, which spreads clients over them. Default true. */
    public ZkClientBuilder randomizeHosts(boolean randomizeHosts) {
        this.randomizeHosts = randomizeHosts;
        return this;
    }

    /**
     * How long to wait for a connection to one address, the TLS handshake included. Default: a third of the session
     * timeout divided by the number of addresses, at most 5 s and at least 250 ms.
     */
    public ZkClientBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connect timeout", timeout);
        return this;
    }

    /**
     * How long a call may take, waiting for room and for a link included; of {@code deleteRecursive} and {@code
     * countDescendants} each of their requests. Also for a four-letter word. Default 30 s.
     */
    public ZkClientBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = positive("request timeout", timeout);
        return this;
    }

    /** How long {@link ZkClient#start()} waits. Default 15 s. */
    public ZkClientBuilder startTimeout(Duration timeout) {
        this.startTimeout = positive("start timeout", timeout);
        return this;
    }

    /** How to go on when no server can be reached. Default {@link RetryPolicy#FOREVER}. */
    public ZkClientBuilder connectionRetry(RetryPolicy policy) {
        this.connectionRetry = policy;
        return this;
    }

    /** How to repeat failed reads and {@link ZkClient#retry}. Default {@link RetryPolicy#NONE}. */
    public ZkClientBuilder commandRetry(RetryPolicy policy) {
        this.commandRetry = policy;
        return this;
    }

    /**
     * Access control list of nodes that are made without one of their own, missing parents included. At least one
     * entry. Default {@link Acl#OPEN}.
     */
    public ZkClientBuilder defaultAcl(List<Acl> acl) {
        if (acl.isEmpty()) {
            throw new IllegalArgumentException("default ACL: [] (expected: at least one entry, for example Acl.OPEN)");
        }
        this.defaultAcl = List.copyOf(acl);
        return this;
    }

    /**
     * How many requests may be queued or unanswered; each further 64 KiB of data count as one more. Beyond it a caller
     * waits. The reads of state watches neither wait nor count, and have a limit of their own. Default 1000, the number at which servers begin to
     * throttle.
     */
    public ZkClientBuilder maxInFlight(int requests) {
        this.maxInFlight = inRange("max in flight", requests, 1, 1_000_000);
        return this;
    }

    /** Whether a call beyond {@link #maxInFlight} fails at once instead of waiting. Default false. */
    public ZkClientBuilder rejectWhenFull(boolean reject) {
        this.rejectWhenFull = reject;
        return this;
    }

    /** Largest request in bytes, should be the servers' {@code jute.maxbuffer}. Default 1 048 575. */
    public ZkClientBuilder maxRequestSize(int bytes) {
        this.maxRequestSize = inRange("max request size", bytes, KIBI, Integer.MAX_VALUE / 2);
        return this;
    }

    /** Largest answer in bytes, also to a four-letter word. Default 64 MiB. */
    public ZkClientBuilder maxResponseSize(int bytes) {
        this.maxResponseSize = inRange("max response size", bytes, KIBI, Integer.MAX_VALUE / 2);
        return this;
    }

    /**
     * Whether {@code get} and {@code getChildren} calls that wait next to each other, without a watcher or with a {@link
     * StateWatcher}, are sent as one request, which servers since 3.6 answer several times as fast. Each call keeps its
     * own result, error and order; but one whose shared request failed as a whole is made again alone, and may then see
     * later changes of this client. Calls wait for each other only while the server is behind with earlier ones. {@code
     * DataWatch} and {@code ChildrenWatch} are armed in bulk by it. Default true.
     */
    public ZkClientBuilder readBatching(boolean together) {
        this.readBatching = together;
        return this;
    }

    /**
     * How often every {@code DataWatch}, {@code ChildrenWatch} and {@code TreeCache} looks again although it was told of no
     * change, and every watch of {@code addWatch} gets a {@code RESYNC}. Servers from 3.8.4 and 3.9.2 on tell nobody of a
     * change that happens while the node's ACL keeps the client from reading it: without an interval it stays unseen, also
     * when the node can be read again, until its next change or the next connection. An unchanged value is no call of a
     * listener, but costs a read. Zero switches it off. Default zero.
     *
     * @throws IllegalArgumentException if negative or above 24 h
     */
    public ZkClientBuilder resyncInterval(Duration interval) {
        this.resyncInterval = interval.isZero() ? interval : positive("resyncInterval", interval);
        return this;
    }

    /** The name in threads and logs. Default {@code zkClient}. */
    public ZkClientBuilder clientName(String name) {
        this.clientName = name;
        return this;
    }

    /** Secures all connections with TLS, those for {@link ZkClient#command} too. Default: plain connections. */
    public ZkClientBuilder tls(TlsOptions options) {
        this.tls = options;
        return this;
    }

    /**
     * Where listeners and watchers run. Default: threads of the client's own, at least four. What the executor refuses by
     * an exception runs on the common pool; one that drops tasks without a word leaves watchers without their events.
     */
    public ZkClientBuilder callbackExecutor(Executor executor) {
        this.callbackExecutor = executor;
        return this;
    }

    /** Where futures complete. Default: on the client's event loop. */
    public ZkClientBuilder completeOn(Executor executor) {
        this.completeOn = executor;
        return this;
    }

    /** As {@link #auth(AuthInfo)} with a credential that is text, for example {@code user:password}. */
    public ZkClientBuilder auth(String scheme, String credential) {
        return auth(AuthInfo.of(scheme, credential));
    }

    /**
     * Adds a credential, sent on each connection before anything else. The client is not connected until all are
     * accepted; a server that refuses one ends it with {@code AUTH_FAILED}, until {@link ZkClient#restart()}.
     */
    public ZkClientBuilder auth(AuthInfo credential) {
        auth.add(credential);
        return this;
    }

    /**
     * Authenticates each connection by SASL before anything else. What fails, unless a Kerberos server is out of reach
     * for now, ends the client with {@code AUTH_FAILED}, until {@link ZkClient#restart()}. Default: no SASL.
     */
    public ZkClientBuilder sasl(SaslOptions options) {
        this.sasl = options;
        return this;
    }

    /** Adds an observer, as {@link ZkClient#addObserver} does for a client that is there already. Default none. */
    public ZkClientBuilder observer(ClientObserver observer) {
        observers.add(observer);
        return this;
    }

    /**
     * Builds a client that is not started.
     *
     * @throws InvalidHostsException when {@code hosts} ends with another chroot than {@code chroot}
     * @throws IllegalArgumentException when a file of {@code tls} cannot be used; names the file and what is wrong
     */
    public ZkClient build() {
        return DefaultZkClient.create(options());
    }

    ZkClientOptions options() {
        ConnectString parsed = ConnectString.parse(hosts);
        if (!parsed.chroot().isEmpty() && !chroot.isEmpty() && !parsed.chroot().equals(chroot)) {
            throw new InvalidHostsException(
                    hosts,
                    "ends with chroot " + parsed.chroot() + " but chroot " + chroot + " is set; give one of them");
        }
        return new ZkClientOptions(
                parsed.servers(),
                chroot.isEmpty() ? parsed.chroot() : chroot,
                sessionTimeout,
                readOnly,
                randomizeHosts,
                connectTimeout,
                requestTimeout,
                startTimeout,
                connectionRetry,
                commandRetry,
                defaultAcl,
                maxInFlight,
                rejectWhenFull,
                maxRequestSize,
                maxResponseSize,
                readBatching,
                resyncInterval,
                clientName,
                tls,
                callbackExecutor,
                completeOn,
                List.copyOf(auth),
                sasl,
                sessionId,
                List.copyOf(observers));
    }

    static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("%s: %s (expected: above 0, at most 24 h)".formatted(name, value));
        }
        return value;
    }

    private static int inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s: %d (expected: %d to %d)".formatted(name, value, min, max));
        }
        return value;
    }
}
