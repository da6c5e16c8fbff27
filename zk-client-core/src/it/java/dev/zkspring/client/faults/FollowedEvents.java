package dev.zkspring.client.faults;

import dev.zkspring.client.Watch;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A persistent watch as applications use it: registered anew in each session, and the node read after each event and
 * each RESYNC, which must be enough to end with its newest state. It must hear of each change while the server holds it.
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

    private final Ending ending = new Ending();

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

        private volatile @Nullable Watch handle;

        /** By the number of RESYNC events before it, a zxid of an answer behind the request that armed the watch. */
        private final Map<Integer, Long> armedAt = new HashMap<>();

        private int piece;

        private long newest = -1;

        private long session;

        private int reconnectsWhenArmed;

        @Override
        public void process(WatchEvent event) {
            synchronized (FollowedEvents.this) {
                ending.called();
                events.add(event);
                piece += event.type() == Type.RESYNC ? 1 : 0;
                newest = Math.max(newest, event.zxid());
            }
            if (event.type() == Type.SESSION_LOST) {
                register();
            } else if (mode == AddWatchMode.PERSISTENT || event.type() == Type.RESYNC) {
                read(this);
            }
        }

        private void armed(Watch watch) {
            handle = watch;
            armedAt.putIfAbsent(0, client.lastZxid());
            session = Sessions.of(client);
            reconnectsWhenArmed = sessions.reconnects(session);
        }

        /** Whether the last change was before the server surely held the watch, or was heard. */
        private boolean isUpTo(long change) {
            Long from = armedAt.get(piece);
            return from != null && change <= Math.max(from, newest);
        }

        private List<String> violations(NavigableMap<Long, List<WatchEvent>> changes, long until) {
            List<String> found =
                    new ArrayList<>(new EventStory(name(), path, mode).violations(events, changes, armedAt, until));
            if (handle != null && calledIn == session && session != 0 && !ending.isEnded()) {
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
        Registration registration = new Registration();
        synchronized (this) {
            if (ending.isEnded()) {
                return;
            }
            registrations.add(registration);
        }
        client.async().addWatch(path, mode, registration).whenComplete((watch, failure) -> {
            if (failure != null) {
                later(this::register);
            } else if (keep(registration, watch)) {
                read(registration);
            } else {
                watch.close();
            }
        });
    }

    private synchronized boolean keep(Registration registration, Watch watch) {
        registration.armed(watch);
        return !ending.isEnded();
    }

    private void later(Runnable task) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(task);
    }

    private void read(Registration registration) {
        int number;
        int piece;
        synchronized (this) {
            if (ending.isEnded()) {
                return;
            }
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

    /** What a recursive watch ends with is for {@link FollowedTree}; here it must have heard of the last change. */
    @Override
    public synchronized @Nullable String difference(Truth truth) {
        if (ending.isEnded()) {
            return null;
        }
        Registration last = registrations.get(registrations.size() - 1);
        if (newestRead < reads || last.handle == null) {
            return name() + " is not still";
        }
        SeenNode real = truth.nodes().get(path);
        boolean same = real == null || state == null ? real == state : real.equals(state);
        if (mode == AddWatchMode.PERSISTENT && !same) {
            return "%s made its owner end with %s and not with %s".formatted(name(), state, real);
        }
        long change = truth.newest(path, mode == AddWatchMode.PERSISTENT_RECURSIVE);
        return last.isUpTo(change)
                ? null
                : "%s has heard nothing of transaction %x, armed at %s, but of %x at most"
                        .formatted(name(), change, last.armedAt, last.newest);
    }

    @Override
    public synchronized List<String> violations(Past past) {
        NavigableMap<Long, List<WatchEvent>> changes = past.events(change -> EventStory.concerns(path, mode, change));
        List<String> found = new ArrayList<>(ending.violations(name()));
        Registration last = registrations.get(registrations.size() - 1);
        for (Registration each : registrations) {
            boolean open = each == last && !ending.isEnded();
            found.addAll(each.violations(changes, open ? past.last() : -1));
        }
        return found;
    }

    @Override
    public synchronized Stream<Long> zxids() {
        return events().map(WatchEvent::zxid);
    }

    private Stream<WatchEvent> events() {
        return registrations.stream().flatMap(each -> each.events.stream());
    }

    @Override
    public synchronized void expect(ExpectedWatches expected) {
        if (!ending.isEnded()) {
            boolean tree = mode == AddWatchMode.PERSISTENT_RECURSIVE;
            expected.add(tree ? ExpectedWatches.Kind.STAYING_TREE : ExpectedWatches.Kind.STAYING, path);
        }
    }

    @Override
    public synchronized int sightings() {
        return (int) events().count();
    }

    /** How many of the events were RESYNC. */
    synchronized long resyncs() {
        return events().filter(event -> event.type() == Type.RESYNC).count();
    }

    @Override
    public void close() {
        closeHandles();
        synchronized (this) {
            ending.end();
        }
        // One may have come meanwhile.
        closeHandles();
    }

    private void closeHandles() {
        List<Registration> all;
        synchronized (this) {
            all = List.copyOf(registrations);
        }
        all.stream().map(each -> each.handle).filter(Objects::nonNull).forEach(Watch::close);
    }
}
