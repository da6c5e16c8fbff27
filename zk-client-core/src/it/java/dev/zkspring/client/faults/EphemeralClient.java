package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.observe.ClientObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A client that makes ephemeral nodes in each of its sessions, changes them as long as it has the session, and tries to
 * act in sessions that are over. {@link #tick} is for one thread.
 */
final class EphemeralClient implements AutoCloseable {

    private static final int NODES = 3;

    private static final int MAX_IN_FLIGHT = 200;

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);

    private final String parent;

    private final Duration interval;

    private final SessionBounds bounds;

    private final BooleanSupplier serversWell;

    private final ZkClient client;

    private final Sessions counts = new Sessions();

    private final Map<Long, HeldSession> sessions = new ConcurrentSkipListMap<>();

    private final StateStory story;

    private final List<String> violations = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();

    private final AtomicInteger calls = new AtomicInteger();

    private final Map<Integer, Long> refusals = new ConcurrentHashMap<>();

    private final TimeChecker times;

    private volatile @Nullable HeldSession lostLast;

    private int ticks;

    /**
     * A client that is not started.
     *
     * @param parent where its nodes are to be
     * @param interval how often {@link #tick} will be called
     * @param serversWell whether no fault of a server was lately
     */
    EphemeralClient(
            String parent,
            ZkClientBuilder builder,
            SessionBounds bounds,
            Duration interval,
            BooleanSupplier serversWell) {
        this.serversWell = serversWell;
        this.parent = parent;
        this.interval = interval;
        this.bounds = bounds;
        this.times = new TimeChecker(REQUEST_TIMEOUT, bounds.lateness());
        this.client = builder.clientName("ephemeral" + parent.replace('/', '-'))
                .sessionTimeout(bounds.timeout())
                .requestTimeout(REQUEST_TIMEOUT)
                .observer(counts)
                .observer(new Watch())
                .build();
        this.story = new StateStory(client.clientName());
    }

    /** How long this client, of this number in the ensemble, takes to recover. */
    Recoveries recoveries(FaultyEnsemble ensemble, int number) {
        return Recoveries.of(ensemble, number, client);
    }

    /** Sees each change when it happens. */
    private final class Watch implements ClientObserver {

        @Override
        public void stateChanged(ConnectionEvent event) {
            long now = System.nanoTime();
            HeldSession session = session(event.sessionId());
            if (event.state() == ConnectionState.CONNECTED) {
                HeldSession before = lostLast;
                if (event.newSession() && before != null) {
                    before.succeeded(now);
                }
                session.linked(now, event.newSession());
            } else if (event.state() == ConnectionState.LOST) {
                lostLast = session;
                session.lost(now, event.lostReason(), bounds, serversWell.getAsBoolean());
            }
        }
    }

    private HeldSession session(long id) {
        return sessions.computeIfAbsent(id, HeldSession::new);
    }

    void start() {
        client.addListener(this::changed);
        client.start();
    }

    private void changed(ConnectionEvent event) {
        story.add(event);
        SessionId present = client.sessionId();
        if (event.state() != ConnectionState.CONNECTED || present == null || present.id() != event.sessionId()) {
            return;
        }
        HeldSession session = session(present.id());
        if (event.newSession()) {
            session.viewedBy(client.withSession(present));
            IntStream.range(0, NODES).forEach(i -> create(session, node(session, i)));
        }
        // As soon as the client's own ping, which may be answered before the next link breaks.
        read(session);
    }

    private void create(HeldSession session, String path) {
        session.attempted().add(path);
        onView(
                session,
                "create " + path,
                view -> view.create(path, new byte[0], CreateMode.EPHEMERAL),
                (madeAt, failure) -> {
                    if (failure == null) {
                        session.created().add(path);
                        session.written(madeAt);
                    }
                });
    }

    private String node(HeldSession session, int number) {
        return parent + "/" + EphemeralNodes.name(session.id(), number);
    }

    /** Looks how the client is and makes a few calls. */
    void tick() {
        ticks++;
        long now = System.nanoTime();
        long id = Sessions.of(client);
        ConnectionState state = client.state();
        if (id != 0 && state != ConnectionState.LOST && id == Sessions.of(client)) {
            HeldSession session = session(id);
            session.reported(now, interval.toNanos(), bounds);
            if (state == ConnectionState.CONNECTED && inFlight.get() < MAX_IN_FLIGHT) {
                read(session);
                write(session);
            }
        }
        actInLostSession();
    }

    private void read(HeldSession session) {
        call("getChildren", client.async(), async -> async.getChildren(parent), (madeAt, failure) -> {
            if (failure == null && Sessions.of(client) == session.id()) {
                session.answered(madeAt);
            }
        });
    }

    private void write(HeldSession session) {
        String path = node(session, ticks % NODES);
        byte[] data = Integer.toString(ticks).getBytes(UTF_8);
        onView(session, "set " + path, view -> view.set(path, data), (madeAt, failure) -> {
            if (failure == null) {
                session.created().add(path);
                session.written(madeAt);
            } else if (failure instanceof NoNodeException) {
                // The link broke when it was to be made.
                create(session, path);
            }
        });
    }

    private void onView(HeldSession session, String what, Function<ZkAsyncClient, CompletableFuture<?>> how, End end) {
        ZkClient view = session.view();
        if (view != null) {
            call(what, view.async(), how, end);
        }
    }

    /** Hears how a call ended that was made at some time. */
    @FunctionalInterface
    private interface End {

        void ended(long madeAt, @Nullable Throwable failure);
    }

    private void call(String what, ZkAsyncClient on, Function<ZkAsyncClient, CompletableFuture<?>> how, End end) {
        long madeAt = System.nanoTime();
        calls.incrementAndGet();
        inFlight.incrementAndGet();
        how.apply(on).whenComplete((answer, failure) -> {
            inFlight.decrementAndGet();
            String late = times.check(what, madeAt, System.nanoTime());
            if (late != null) {
                violated(late);
            }
            end.ended(madeAt, failure);
        });
    }

    private void actInLostSession() {
        HeldSession lost = lostLast;
        ZkClient view = lost == null ? null : lost.view();
        if (lost == null || view == null) {
            return;
        }
        int number = ticks;
        long madeAt = System.nanoTime();
        refusals.put(number, madeAt);
        view.async().set(node(lost, 0), new byte[0]).whenComplete((stat, failure) -> {
            refusals.remove(number);
            if (!(failure instanceof SessionExpiredException expired) || expired.outcome() != Outcome.NOT_SENT) {
                violated("a call in the lost session 0x%x ended with %s".formatted(lost.id(), failure));
            } else if (bounds.lateness().isTooLate(madeAt, REFUSED_WITHIN, System.nanoTime())) {
                violated("a call in the lost session 0x%x was not refused at once".formatted(lost.id()));
            }
        });
    }

    private synchronized void violated(String what) {
        violations.add(client.clientName() + ": " + what);
    }

    /** Whether a change that was asked for after this time was acknowledged. */
    boolean hasWrittenSince(long time) {
        return sessions.values().stream().anyMatch(session -> session.written() > time);
    }

    /** The session that the client has now, null if none. */
    @Nullable
    HeldSession present() {
        return sessions.get(Sessions.of(client));
    }

    /** All nodes that were asked for. */
    Set<String> nodes() {
        return sessions.values().stream()
                .flatMap(session -> session.attempted().stream())
                .collect(Collectors.toSet());
    }

    Collection<HeldSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** What cannot be true, given what was seen of its nodes. */
    synchronized List<String> violations(EphemeralNodes nodes) {
        List<String> found = new ArrayList<>(violations);
        found.addAll(story.violations());
        if (!refusals.isEmpty()) {
            found.add(client.clientName() + ": calls in lost sessions hang: " + refusals.size());
        }
        for (HeldSession session : sessions.values()) {
            session.violations(nodes, bounds).forEach(each -> found.add(client.clientName() + ": " + each));
        }
        return found;
    }

    /** Judges and forgets the sessions that were over before this time; says which. */
    synchronized List<HeldSession> prune(EphemeralNodes nodes, long before) {
        List<HeldSession> over = sessions.values().stream()
                .filter(session -> session != lostLast && session.isOver(nodes, before))
                .toList();
        for (HeldSession session : over) {
            session.violations(nodes, bounds).forEach(this::violated);
            sessions.remove(session.id());
        }
        return over;
    }

    Sessions counts() {
        return counts;
    }

    int calls() {
        return calls.get();
    }

    int inFlight() {
        return inFlight.get();
    }

    String name() {
        return client.clientName() + " (" + client.state() + ")";
    }

    /** Closes the session; false if the server did not say that it is closed. */
    boolean closeSession() {
        return client.close(CLOSE_TIMEOUT);
    }

    @Override
    public void close() {
        client.close();
    }
}
