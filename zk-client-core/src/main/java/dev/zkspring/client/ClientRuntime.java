package dev.zkspring.client;

import dev.zkspring.client.config.ConnectString;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.InvalidHostsException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkInterruptedException;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.session.ConnectionListeners;
import dev.zkspring.client.internal.session.Credentials;
import dev.zkspring.client.internal.session.Engine;
import dev.zkspring.client.internal.session.Observers;
import dev.zkspring.client.internal.session.Session;
import dev.zkspring.client.internal.session.SessionSettings;
import dev.zkspring.client.internal.session.SessionSnapshot;
import dev.zkspring.client.internal.transport.EventLoops;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is made of: its threads, its session, and their beginning and end. */
final class ClientRuntime {

    private static final Logger log = LoggerFactory.getLogger(ClientRuntime.class);

    /** Longer than a healthy ensemble ever takes, shorter than the shutdown phase of a Spring application. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** What the event loop may be late, which keeps the limits itself, unless somebody blocks it. */
    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(1);

    private final ZkClientOptions options;

    private final @Nullable CallbackThreads ownThreads;

    private final CallbackDispatcher callbacks;

    private final ConnectionListeners listeners;

    private final Observers observers = new Observers();

    private final Engine engine;

    private final Blocking blocking;

    private final Retrying retrying;

    private final ZkAsyncClient async;

    ClientRuntime(ZkClientOptions options) {
        this.options = options;
        this.ownThreads = options.callbackExecutor() == null ? new CallbackThreads(options.clientName()) : null;
        this.callbacks = new CallbackDispatcher(callbackExecutor());
        this.listeners = new ConnectionListeners(callbacks);
        options.observers().forEach(observers::add);
        Chroot chroot = new Chroot(options.chroot());
        this.engine = new Engine(settings(chroot), options.tls(), callbacks, listeners);
        this.blocking = new Blocking(engine::onEventLoop);
        this.retrying = new Retrying(options.commandRetry(), options.clientName());
        this.async = async(engine.session(), retrying);
    }

    /** The calls on a session or a view of it as futures. */
    ZkAsyncClient async(Session session, Retrying retrying) {
        NodeCreation creation = new NodeCreation(session, session.chroot(), options.defaultAcl());
        ServerCommands commands = new ServerCommands(session, engine.words(), options);
        return new DefaultZkAsyncClient(session, creation, retrying, blocking, commands);
    }

    /** What is for one session only must not be tried in the next. */
    Retrying retrying(Session session) {
        return session.isForOneSession() ? retrying.withinOneSession() : retrying;
    }

    private Executor callbackExecutor() {
        Executor given = options.callbackExecutor();
        return given != null ? given : Objects.requireNonNull(ownThreads).executor();
    }

    private SessionSettings settings(Chroot chroot) {
        return new SessionSettings(
                options.clientName(),
                options.hosts(),
                chroot,
                options.sessionTimeout(),
                options.readOnly(),
                options.randomizeHosts(),
                options.connectTimeout(),
                options.requestTimeout(),
                options.connectionRetry(),
                options.maxInFlight(),
                options.rejectWhenFull(),
                options.maxRequestSize(),
                options.maxResponseSize(),
                options.completeOn(),
                options.readBatching(),
                options.resyncInterval(),
                Credentials.of(options.clientName(), options.auth(), options.sasl()),
                options.sessionId(),
                InstantSource.system(),
                observers);
    }

    static void preload() {
        ZkClient.builder().clientName("zk-preload").build().close();
        EventLoops.preload();
    }

    ZkClientOptions options() {
        return options;
    }

    ZkAsyncClient async() {
        return async;
    }

    Blocking blocking() {
        return blocking;
    }

    Retrying retrying() {
        return retrying;
    }

    Session session() {
        return engine.session();
    }

    SessionSnapshot snapshot() {
        return session().snapshot();
    }

    ConnectionListeners listeners() {
        return listeners;
    }

    Observers observers() {
        return observers;
    }

    CallbackDispatcher callbacks() {
        return callbacks;
    }

    CompletableFuture<Void> startAsync() {
        if (engine.isShutDown()) {
            throw new IllegalStateException("client " + options.clientName() + " is closed; build a new one");
        }
        return session().start();
    }

    void start(Duration timeout) {
        CompletableFuture<Void> connected = blocking.check().bounded(startAsync(), timeout);
        if (connected.isDone()) {
            blocking.await(connected);
            warnIfChrootIsMissing();
            return;
        }
        String reasons = reasons(session().connectFailures());
        throw Failure.local(
                        ErrorCode.CONNECT_FAILED,
                        Outcome.NOT_SENT,
                        "start",
                        null,
                        "no server could be used within %d ms: %s".formatted(timeout.toMillis(), reasons))
                .toException(null);
    }

    private String reasons(Map<ServerAddress, String> failures) {
        return session().hosts().stream()
                .map(host -> host + ": " + failures.getOrDefault(host, "no answer yet"))
                .collect(Collectors.joining("; "));
    }

    /** Every call would fail with "no node", which says little about the cause. Not authorized means that it exists. */
    private void warnIfChrootIsMissing() {
        if (options.chroot().isEmpty()) {
            return;
        }
        async.exists("/").whenComplete((stat, failure) -> {
            if (stat == null && failure == null) {
                log.warn(
                        "[{}] The chroot {} does not exist on the servers: calls will fail with \"no node\" until it is "
                                + "created, by ensurePath(\"/\") for example",
                        options.clientName(),
                        options.chroot());
            }
        });
    }

    boolean stop(Duration limit) {
        if (engine.isShutDown()) {
            return true;
        }
        CompletableFuture<Boolean> stopped = blocking.check().bounded(session().stop(limit), patience(limit));
        if (stopped.isDone()) {
            return blocking.await(stopped);
        }
        log.warn("[{}] Not stopped: {}", options.clientName(), loopIsBlocked(limit));
        return false;
    }

    private static Duration patience(Duration limit) {
        return Duration.ofNanos(TimeUnit.NANOSECONDS.convert(limit)).plus(LOOP_PATIENCE);
    }

    private static String loopIsBlocked(Duration limit) {
        return "the event loop has done nothing for %d ms; something blocks it, a stage without Async for example"
                .formatted(patience(limit).toMillis());
    }

    CompletableFuture<SessionId> detachAsync(Duration limit) {
        return session().detach(limit);
    }

    SessionId detach(Duration limit) {
        CompletableFuture<SessionId> detached = blocking.check().bounded(detachAsync(limit), patience(limit));
        if (detached.isDone()) {
            return blocking.await(detached);
        }
        throw Failure.local(ErrorCode.REQUEST_TIMEOUT, Outcome.UNKNOWN, "detach", null, loopIsBlocked(limit))
                .toException(null);
    }

    /** The present session, with what is known of it now. */
    @Nullable
    static SessionId describe(Session session) {
        SessionSnapshot snapshot = session.snapshot();
        SessionId held = snapshot.sessionId();
        return held == null
                ? null
                : new SessionId(
                        held.id(), held.password(), session.lastZxid(), snapshot.negotiatedTimeout(), Instant.now());
    }

    void setHosts(String hosts) {
        ConnectString parsed = ConnectString.parse(hosts);
        if (!parsed.chroot().isEmpty() && !parsed.chroot().equals(options.chroot())) {
            throw new InvalidHostsException(
                    hosts,
                    "ends with chroot %s but that of the client is \"%s\" and cannot change; leave it out"
                            .formatted(parsed.chroot(), options.chroot()));
        }
        session().setHosts(parsed.servers());
    }

    boolean close(Duration limit) {
        boolean closed;
        try {
            closed = stop(limit);
        } catch (ZkInterruptedException e) {
            // Nobody waits any more for the stop that is under way, and nobody else would give the threads back.
            session().stop(limit).whenComplete((stopped, failure) -> giveThreadsBack());
            throw e;
        }
        giveThreadsBack();
        return closed;
    }

    private void giveThreadsBack() {
        engine.shutDown();
        if (ownThreads != null) {
            ownThreads.shutdown();
        }
    }
}
