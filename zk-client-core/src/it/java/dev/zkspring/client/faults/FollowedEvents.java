package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.NoNodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A persistent watch as applications use it: registered anew in each session, and the node read after each event and
 * each RESYNC, which must be enough to end with its newest state.
 */
final class FollowedEvents implements Followed {

    private static final int RETRY_MILLIS = 100;

    private final ZkClient client;

    private final Sessions sessions;

    private final String path;

    private final AddWatchMode mode;

    private final List<Registration> registrations = new ArrayList<>();

    private int reads;

    private int newestRead;

    private @Nullable SeenNode state;

    private volatile boolean stopped;

    FollowedEvents(ZkClient client, Sessions sessions, String path, AddWatchMode mode) {
        this.client = client;
        this.sessions = sessions;
        this.path = path;
        this.mode = mode;
        register();
    }

    /** One registration and what it heard. */
    private final class Registration implements Watcher {

        private final List<WatchEvent> events = new ArrayList<>();

        private final long calledIn = Sessions.of(client);

        private final int reconnectsAtCall = sessions.reconnects(calledIn);

        private boolean armed;

        /** By the number of RESYNC events before it, a zxid of an answer behind the request that armed the watch. */
        private final Map<Integer, Long> armedAt = new HashMap<>();

        private int piece;

        private long session;

        private int reconnectsWhenArmed;

        @Override
        public void process(WatchEvent event) {
            synchronized (FollowedEvents.this) {
                events.add(event);
                piece += event.type() == Type.RESYNC ? 1 : 0;
            }
            if (event.type() == Type.SESSION_LOST) {
                register();
            } else if (mode == AddWatchMode.PERSISTENT || event.type() == Type.RESYNC) {
                read(this);
            }
        }

        private void armed() {
            armed = true;
            armedAt.putIfAbsent(0, client.lastZxid());
            session = Sessions.of(client);
            reconnectsWhenArmed = sessions.reconnects(session);
        }

        private List<String> violations(NavigableMap<Long, WatchEvent> changes) {
            List<String> found =
                    new ArrayList<>(new EventStory(name(), path, mode).violations(events, changes, armedAt));
            if (armed && calledIn == session && session != 0) {
                long resyncs = events.stream()
                        .filter(event -> event.type() == Type.RESYNC)
                        .count();
                int reconnects = sessions.reconnects(session);
                if (resyncs < reconnects - reconnectsWhenArmed || resyncs > reconnects - reconnectsAtCall) {
                    found.add(name()
                            + " heard RESYNC %d times in session 0x%x with %d reconnects, %d before it was armed"
                                    .formatted(resyncs, session, reconnects, reconnectsWhenArmed));
                }
            }
            return found;
        }
    }

    private String name() {
        return mode + " watch of " + path;
    }

    private void register() {
        if (stopped) {
            return;
        }
        Registration registration = new Registration();
        synchronized (this) {
            registrations.add(registration);
        }
        client.async().addWatch(path, mode, registration).whenComplete((watch, failure) -> {
            if (failure == null) {
                synchronized (this) {
                    registration.armed();
                }
                read(registration);
            } else {
                later(this::register);
            }
        });
    }

    private void later(Runnable task) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(task);
    }

    private void read(Registration registration) {
        if (stopped) {
            return;
        }
        int number;
        int piece;
        synchronized (this) {
            number = ++reads;
            piece = registration.piece;
        }
        client.async().get(path).whenComplete((node, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause == null || cause instanceof NoNodeException) {
                finishRead(number, SeenNode.of(node), registration, piece);
            } else {
                later(() -> read(registration));
            }
        });
    }

    private synchronized void finishRead(int number, @Nullable SeenNode found, Registration registration, int piece) {
        registration.armedAt.putIfAbsent(piece, client.lastZxid());
        if (number > newestRead) {
            newestRead = number;
            state = found;
        }
    }

    /** What a recursive watch ends with is for {@link FollowedTree}. */
    @Override
    public synchronized @Nullable String difference(Truth truth) {
        SeenNode real = truth.nodes().get(path);
        boolean same = real == null || state == null ? real == state : real.equals(state);
        if (mode == AddWatchMode.PERSISTENT && newestRead == reads && !same) {
            return "%s made its owner end with %s and not with %s".formatted(name(), state, real);
        }
        boolean still = newestRead == reads && registrations.get(registrations.size() - 1).armed;
        return still || mode == AddWatchMode.PERSISTENT_RECURSIVE ? null : name() + " is not still";
    }

    @Override
    public synchronized List<String> violations(Truth truth) {
        stopped = true;
        NavigableMap<Long, WatchEvent> changes = new TreeMap<>();
        truth.changes().stream()
                .filter(change -> EventStory.concerns(path, mode, change))
                .forEach(change -> changes.put(change.zxid(), change));
        return registrations.stream()
                .flatMap(registration -> registration.violations(changes).stream())
                .toList();
    }

    @Override
    public synchronized int sightings() {
        return registrations.stream().mapToInt(each -> each.events.size()).sum();
    }

    /** How many of the events were RESYNC. */
    synchronized long resyncs() {
        return registrations.stream()
                .flatMap(each -> each.events.stream())
                .filter(event -> event.type() == Type.RESYNC)
                .count();
    }
}
