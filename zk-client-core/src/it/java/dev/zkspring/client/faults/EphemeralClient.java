package dev.zkspring.client.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.LostReason;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client that makes ephemeral nodes in each of its sessions, changes them as long as it has the session, and tries to
 * act in sessions that are over. {@link #tick} is for one thread.
 */
final class EphemeralClient implements AutoCloseable {

    private static final int NODES = 3;

    private static final int MAX_IN_FLIGHT = 200;

    private static final long REFUSED_WITHIN = Duration.ofSeconds(1).toNanos();

    private final String parent;

    private final Duration interval;

    private final SessionBounds bounds;

    private final ZkClient client;

    private final Sessions counts = new Sessions();

    private final Map<Long, HeldSession> sessions = new ConcurrentSkipListMap<>();

    private final List<ConnectionEvent> story = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private final AtomicInteger inFlight = new AtomicInteger();

    private final AtomicInteger calls = new AtomicInteger();

    private final Map<Integer, Long> refusals = new ConcurrentHashMap<>();

    private volatile @Nullable HeldSession lostLast;

    private int ticks;

    /**
     * A client that is not started.
     *
     * @param parent where its nodes are to be
     * @param interval how often {@link #tick} will be called
     */
    EphemeralClient(String parent, ZkClientBuilder builder, SessionBounds bounds, Duration interval) {
        this.parent = parent;
        this.interval = interval;
        this.bounds = bounds;
        this.client = builder.clientName("ephemeral" + parent.replace('/', '-'))
                .sessionTimeout(bounds.timeout())
                .requestTimeout(Duration.ofSeconds(5))
                .observer(counts)
                .observer(new Watch())
                .build();
    }

    /** How long this client, of this number in the ensemble, takes to recover. */
    Recoveries recoveries(FaultyEnsemble ensemble, int number) {
        return Recoveries.of(ensemble, number, client);
    }

    /** The session that a node was to be made in. */
    static long owner(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Long.parseUnsignedLong(name.substring(0, name.indexOf('-')), 16);
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
                session.linked(now);
            } else if (event.state() == ConnectionState.LOST) {
                lostLast = session;
                session.lost(now, event.lostReason() == LostReason.EXPIRED_BY_CLOCK, bounds);
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
        synchronized (this) {
            story.add(event);
        }
        SessionId present = client.sessionId();
        if (event.state() == ConnectionState.CONNECTED
                && event.newSession()
                && present != null
                && present.id() == event.sessionId()) {
            create(session(present.id()), client.withSession(present));
        }
    }

    private void create(HeldSession session, ZkClient view) {
        session.viewedBy(view);
        for (int i = 0; i < NODES; i++) {
            create(session, view, node(session, i));
        }
    }

    private static void create(HeldSession session, ZkClient view, String path) {
        long madeAt = System.nanoTime();
        session.attempted().add(path);
        view.async().create(path, new byte[0], CreateMode.EPHEMERAL).whenComplete((created, failure) -> {
            if (failure == null) {
                session.created().add(path);
                session.written(madeAt);
            }
        });
    }

    private String node(HeldSession session, int number) {
        return parent + "/" + Long.toHexString(session.id()) + "-" + number;
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
        long madeAt = System.nanoTime();
        calls.incrementAndGet();
        inFlight.incrementAndGet();
        client.async().getChildren(parent).whenComplete((names, failure) -> {
            inFlight.decrementAndGet();
            if (failure == null && Sessions.of(client) == session.id()) {
                session.answered(madeAt);
            }
        });
    }

    private void write(HeldSession session) {
        ZkClient view = session.view();
        if (view == null) {
            return;
        }
        long madeAt = System.nanoTime();
        calls.incrementAndGet();
        inFlight.incrementAndGet();
        String path = node(session, ticks % NODES);
        view.async().set(path, Integer.toString(ticks).getBytes(UTF_8)).whenComplete((stat, failure) -> {
            inFlight.decrementAndGet();
            if (failure == null) {
                session.created().add(path);
                session.written(madeAt);
            } else if (failure instanceof NoNodeException) {
                // The link broke when it was to be made.
                create(session, view, path);
            }
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
            } else if (System.nanoTime() - madeAt
                    > REFUSED_WITHIN
                            + bounds.lateness()
                                    .within(madeAt, System.nanoTime())
                                    .toNanos()) {
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

    Collection<HeldSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** What cannot be true, given what an observer saw. */
    synchronized List<String> violations(EphemeralObserver observer) {
        List<String> found = new ArrayList<>(violations);
        found.addAll(StateStory.violations(client.clientName(), story));
        if (!refusals.isEmpty()) {
            found.add(client.clientName() + ": calls in lost sessions hang: " + refusals.size());
        }
        for (HeldSession session : sessions.values()) {
            session.violations(observer, bounds).forEach(each -> found.add(client.clientName() + ": " + each));
            if (hasGhost(session, observer)) {
                found.add("%s: nodes of session 0x%x, lost by clock, were there in the next session"
                        .formatted(client.clientName(), session.id()));
            }
        }
        return found;
    }

    /** Whether a session that the client gave up was seen alive after the next one was opened. */
    static boolean hasGhost(HeldSession session, EphemeralObserver observer) {
        return session.isLostByClock()
                && session.succeededAt() != 0
                && session.attempted().stream().anyMatch(path -> {
                    EphemeralObserver.Seen seen = observer.seen(path);
                    return seen != null && seen.presentAt() > session.succeededAt();
                });
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

    @Override
    public void close() {
        client.close();
    }
}
