package dev.zkspring.client.internal.session;

import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.FailureReason;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a server that takes the session: resolves all names, races for a connection, and when nobody is left waits
 * by the retry policy and begins again. It goes on until told that a server was {@link #found}, or to {@link #cancel}.
 * Confined to the session's event loop, but for the reasons of failure.
 */
final class Dialer implements Connector.Listener {

    /** Who takes the connections. */
    interface Listener {

        /** A connection is up; the listener does the handshake and says {@link #found} or {@link #tryNext}. */
        void connected(Channel channel, Endpoint endpoint, int addresses);

        /** The retry policy gave up. */
        void gaveUp(RetryPolicy policy);
    }

    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;

    private final Connector connector;

    private final Resolver resolver;

    private final SessionSettings settings;

    private final StateMachine state;

    private final Identity identity;

    private final Listener listener;

    private final Map<ServerAddress, String> reasons = new LinkedHashMap<>();

    private volatile Map<ServerAddress, String> failures = Map.of();

    private volatile List<ServerAddress> hosts;

    private Connector.@Nullable Attempt attempt;

    private @Nullable ScheduledFuture<?> waiting;

    private List<Endpoint> untried = List.of();

    private @Nullable Endpoint avoid;

    private @Nullable Endpoint preferred;

    /** Counts the searches, so that the answer to a name lookup of an earlier one is not taken for this one's. */
    private int search;

    private int addresses = 1;

    private int retries;

    private int flaps;

    private long foundAt;

    private long startedAt;

    Dialer(
            EventLoop loop,
            Connector connector,
            Resolver resolver,
            SessionSettings settings,
            StateMachine state,
            Identity identity,
            Listener listener) {
        this.loop = loop;
        this.connector = connector;
        this.resolver = resolver;
        this.settings = settings;
        this.hosts = settings.hosts();
        this.state = state;
        this.identity = identity;
        this.listener = listener;
    }

    /** Why each server could not be used at the last try, from any thread. */
    Map<ServerAddress, String> failures() {
        return failures;
    }

    /** Whether this search has tried all servers in vain before. */
    boolean hasRetried() {
        return retries > 0;
    }

    /** The servers to choose from, from any thread. */
    List<ServerAddress> hosts() {
        return hosts;
    }

    /** Other servers to choose from, from any thread; {@link #restart} lets a search begin anew with them. */
    void setHosts(List<ServerAddress> servers) {
        hosts = List.copyOf(servers);
    }

    /** Looks up the present addresses of all servers. */
    void resolve(Consumer<List<Endpoint>> done) {
        resolver.resolve(hosts, loop, (endpoints, unresolved) -> done.accept(endpoints));
    }

    /** The next search tries this one first. */
    void prefer(Endpoint endpoint) {
        preferred = endpoint;
    }

    /** A search that is under way, or waits, begins its round anew at once. */
    void restart() {
        cancel();
        nextRound();
    }

    /** Begins a search, at once. */
    void start() {
        begin(null);
        nextRound();
    }

    /**
     * Looks for another server after a link broke, at once unless links broke soon after they came up several times in
     * a row: then with a growing pause, so that a server that takes and drops sessions is not kept busy with that.
     *
     * @param lost the server to try last
     */
    void startAfter(Endpoint lost) {
        boolean stable = loop.ticker().nanoTime() - foundAt >= STABLE_NANOS;
        flaps = stable ? 0 : flaps + 1;
        begin(lost);
        if (flaps < 2) {
            nextRound();
        } else {
            state.reportFlapping(flaps);
            nextRoundIn(settings.connectionRetry().delayBefore(flaps - 2));
        }
    }

    private void begin(@Nullable Endpoint lost) {
        cancel();
        avoid = lost;
        retries = 0;
        startedAt = loop.ticker().nanoTime();
    }

    /** A server took the session: the search is over. */
    void found() {
        foundAt = loop.ticker().nanoTime();
        preferred = null;
        untried = List.of();
        forgetFailures();
    }

    /** What went wrong is of no interest any more. */
    void forgetFailures() {
        reasons.clear();
        failures = Map.of();
    }

    void cancel() {
        search++;
        untried = List.of();
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }

    private void nextRound() {
        waiting = null;
        int mine = search;
        resolver.resolve(hosts, loop, (endpoints, unresolved) -> {
            if (mine == search) {
                unresolved.forEach((server, cause) -> note(server, cause));
                race(inOrder(endpoints));
            }
        });
    }

    private List<Endpoint> inOrder(List<Endpoint> endpoints) {
        List<Endpoint> order = new ArrayList<>(endpoints);
        if (settings.randomizeHosts()) {
            Collections.shuffle(order);
        }
        if (avoid != null && order.remove(avoid)) {
            order.add(avoid);
        }
        if (preferred != null && order.remove(preferred)) {
            order.add(0, preferred);
        }
        addresses = Math.max(order.size(), 1);
        return order;
    }

    private void race(List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            endRound();
        } else {
            attempt = connector.connect(endpoints, settings.connectTimeout(addresses), this);
        }
    }

    @Override
    public void connected(Channel channel, Endpoint endpoint, List<Endpoint> others) {
        attempt = null;
        untried = others;
        if (!reasons.containsKey(endpoint.server())) {
            remember(endpoint.server(), "accepted the connection, but has not answered the handshake yet");
        }
        listener.connected(channel, endpoint, addresses);
    }

    @Override
    public void attemptFailed(Endpoint endpoint, Throwable cause) {
        note(endpoint.server(), cause);
    }

    @Override
    public void failed(Map<Endpoint, Throwable> causes) {
        attempt = null;
        endRound();
    }

    /** The handshake with a server failed: on to the others of this round. */
    void tryNext(Endpoint endpoint, Throwable cause) {
        note(endpoint.server(), cause);
        goOn(untried);
    }

    /** The handshake has led to something else, and the server is asked once more before the others of this round. */
    void tryAgain(Endpoint endpoint) {
        List<Endpoint> next = new ArrayList<>(List.of(endpoint));
        next.addAll(untried);
        goOn(next);
    }

    private void goOn(List<Endpoint> endpoints) {
        List<ServerAddress> present = hosts;
        untried = List.of();
        race(endpoints.stream().filter(each -> present.contains(each.server())).toList());
    }

    private void note(ServerAddress server, Throwable cause) {
        String reason = FailureReason.of(cause);
        remember(server, reason);
        state.reportAttempt(server, reason);
    }

    private void remember(ServerAddress server, String reason) {
        reasons.put(server, reason);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    private void endRound() {
        RetryPolicy policy = settings.connectionRetry();
        Duration elapsed = Duration.ofNanos(loop.ticker().nanoTime() - startedAt);
        Duration pause = policy.delayBefore(retries);
        if (!policy.allows(retries, elapsed.plus(pause))) {
            listener.gaveUp(policy);
            return;
        }
        retries++;
        nextRoundIn(pause);
    }

    private void nextRoundIn(Duration delay) {
        waiting = loop.schedule(this::nextRound, bearable(delay).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A session that can still be saved must not sleep through its rescue. */
    private Duration bearable(Duration delay) {
        Duration longest = identity.timeout().dividedBy(10);
        return !identity.isHeld() || delay.compareTo(longest) < 0 ? delay : longest;
    }
}
