package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.PersistentWatch;
import dev.zkspring.client.internal.watch.Registration;
import dev.zkspring.client.internal.watch.UnarmedWatches;
import dev.zkspring.client.internal.watch.WatchSupport;
import dev.zkspring.client.internal.watch.WatchTable;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The session's side of its watches: which requests put them into the table, whom events reach, and what a new
 * connection has to arm. Confined to the session's event loop.
 */
final class Watches {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    private static final long UNKNOWN_ZXID = -1;

    private static final AddWatch PERSISTENT = new AddWatch("/", AddWatchMode.PERSISTENT);

    private final WatchTable table = new WatchTable();

    private final UnarmedWatches unarmed = new UnarmedWatches(table);

    private final EventLoop loop;

    private final long resyncNanos;

    private final LazyTimer resyncTimer;

    private final CallbackDispatcher callbacks;

    private final RegistrationsUnderWay underWay;

    private final Supplier<@Nullable Connection> connection;

    private final WatchRemovals removals;

    /** Whether the server is known to name the transaction of each event, be it by an earlier event on this connection. */
    private boolean tellsZxids;

    /** Whether {@link #armWaiting} is about to run. */
    private boolean arming;

    /** Where a server may have used up a watch without a word; armed again by the next read. */
    private final Set<UnarmedWatches.Place> doubtful = new HashSet<>();

    private final ToldDeletions deletions = new ToldDeletions();

    /** A server that sends one such event may send one for each change. */
    private boolean reportedUnknown;

    Watches(
            EventLoop loop,
            SessionSettings settings,
            CallbackDispatcher callbacks,
            PendingRequests pending,
            Supplier<@Nullable Connection> connection,
            LongSupplier lastZxid) {
        this.loop = loop;
        this.resyncNanos = settings.resyncInterval().toNanos();
        this.resyncTimer = new LazyTimer(loop, this::resyncAll);
        this.callbacks = callbacks;
        this.underWay = new RegistrationsUnderWay(pending, connection);
        this.connection = connection;
        this.removals = new WatchRemovals(table, pending, connection, lastZxid, unarmed);
        pending.whenGivenUp(this::dropped);
    }

    /** A connection is up; to be called before anything is written to it. */
    void linked(ServerFeatures server) {
        tellsZxids = false;
        removals.linked(server.supports(PERSISTENT) ? WatchSupport.of(server.version()) : WatchSupport.ONE_SHOT);
    }

    /** How many watches there are; may be asked by any thread. */
    int size() {
        return table.size();
    }

    void unlinked() {
        resyncTimer.cancel();
        doubtful.clear();
        deletions.unlinked();
        removals.unlinked();
    }

    /** What to write for a request: the server may keep something already that serves its watch. */
    Operation<?> outgoing(Request<?> request) {
        Operation<?> operation = request.operation();
        String path = request.watcher() == null ? null : operation.path();
        return path == null
                ? operation
                : removals.outgoing(operation, request.chroot().toServer(path));
    }

    /** To be called before the request's future completes: its event may be in the very next frame. */
    void register(Request<?> request, int error) {
        Watcher watcher = request.watcher();
        String path = watcher == null ? null : request.operation().path();
        if (watcher == null || path == null) {
            return;
        }
        String serverPath = request.chroot().toServer(path);
        WatchKind kind = request.operation().watchKind(error);
        if (kind == null || error != 0 && !request.operation().acceptsError(error)) {
            removals.registrationFailed(serverPath, request.operation().watchKind(0));
            armSoon();
            return;
        }
        boolean alone = !table.contains(kind, serverPath) || isDoubtful(kind, serverPath);
        table.add(kind, serverPath, new Registration(watcher, request.chroot()));
        if (!request.armLater) {
            replaceUnarmed(kind, serverPath);
        } else if (alone) {
            armLater(kind, serverPath);
        }
        // Nobody has the handle of a request that was given up: it could never be closed.
        if (request.watcherWithdrawn || request.timedOut && watcher instanceof PersistentWatch) {
            takeOut(serverPath, watcher, request.chroot());
        } else {
            removals.registered(serverPath, kind);
        }
    }

    private boolean isDoubtful(WatchKind kind, String serverPath) {
        return !doubtful.isEmpty() && doubtful.remove(new UnarmedWatches.Place(kind, serverPath));
    }

    /** Whether the watch of a read that goes out without it is to be armed, rather than served by what is there. */
    boolean armsLater(Request<?> request) {
        String path = request.operation().path();
        return request.watcher() != null
                && path != null
                && !removals.isHeld(request.chroot().toServer(path));
    }

    /** The answer before this one is of a state that the read has seen; its own may be of a later one. */
    private void armLater(WatchKind kind, String serverPath) {
        Connection link = connection.get();
        unarmed.add(kind, serverPath, link == null ? 0 : link.answeredZxid());
        armSoon();
    }

    /** When all that was received is dealt with. */
    private void armSoon() {
        if (!arming && unarmed.isWaiting()) {
            arming = true;
            loop.execute(this::armWaiting);
        }
    }

    private void armWaiting() {
        arming = false;
        Connection link = connection.get();
        if (link == null || !removals.isLinked()) {
            return;
        }
        if (removals.support() == WatchSupport.ONE_KIND) {
            lookAgain(unarmed.drop(each -> removals.isHeld(each.serverPath())));
        }
        List<SetWatches> batches = unarmed.ask(armedByThemselves(link)::contains);
        if (!batches.isEmpty()) {
            link.setWatches(batches);
        }
    }

    /**
     * Where reads on their way leave a watch of their own, which the server arms before it is asked for others. Arming the
     * same place from an earlier state on would tell their watchers, once they are there, of what these reads have seen.
     */
    private static Set<UnarmedWatches.Place> armedByThemselves(Connection link) {
        Set<UnarmedWatches.Place> ahead = new HashSet<>();
        link.inFlight().visitWatching(request -> {
            WatchKind kind = request.operation().watchKind(0);
            String path = request.operation().path();
            if (!request.armLater && kind != null && path != null) {
                ahead.addAll(UnarmedWatches.Place.of(kind, request.chroot().toServer(path)));
            }
        });
        return ahead;
    }

    /** The server keeps a watch there now, but from a later state on than the unarmed ones are to count from. */
    private void replaceUnarmed(WatchKind kind, String serverPath) {
        if (unarmed.isWaiting()) {
            lookAgain(unarmed.drop(UnarmedWatches.Place.of(kind, serverPath)::contains));
        }
    }

    private void lookAgain(List<UnarmedWatches.Place> places) {
        for (UnarmedWatches.Place place : places) {
            for (Registration each : table.watchers(place.kind(), place.serverPath())) {
                if (each.watcher() instanceof StateWatcher) {
                    tell(place.serverPath(), each, WatchEvent.Type.RESYNC);
                }
            }
        }
    }

    /** The server has armed these. */
    void armed(SetWatches batch) {
        unarmed.confirmed(batch);
    }

    /** The request will not be answered, or not with what can be read. */
    void dropped(Request<?> request) {
        String path = request.operation().path();
        if (request.watcher() != null && path != null) {
            removals.registrationFailed(
                    request.chroot().toServer(path), request.operation().watchKind(0));
            armSoon();
        }
    }

    /** Takes a watcher off a path; the future completes when the server has answered, if it has to be told. */
    void remove(String path, Watcher watcher, Chroot view, CompletableFuture<Boolean> removed) {
        Removed taken = takeOff(path, watcher, view);
        Removed fromConfig = path.equals(EnsembleConfig.PATH)
                ? takeOff(path, watcher, Chroot.NONE)
                : new Removed(false, taken.onServer());
        CompletableFuture.allOf(taken.onServer(), fromConfig.onServer())
                .whenComplete((result, failure) -> removed.complete(taken.found() || fromConfig.found()));
    }

    private Removed takeOff(String path, Watcher watcher, Chroot view) {
        boolean withdrawn = underWay.withdraw(path, watcher, view);
        Removed taken = takeOut(view.toServer(path), watcher, view);
        return new Removed(withdrawn || taken.found(), taken.onServer());
    }

    private record Removed(boolean found, CompletableFuture<?> onServer) {}

    private Removed takeOut(String serverPath, Watcher watcher, Chroot view) {
        WatchTable.Removal removal = table.remove(serverPath, watcher, view);
        return new Removed(removal.found(), removals.unused(serverPath, removal.unused()));
    }

    /** Tells watchers of an event; whether the server has to be told something now. */
    boolean fire(Notification notification, long zxid) {
        WatchEvent.Type type = notification.eventType();
        String serverPath = notification.serverPath();
        if (type == null) {
            log.atLevel(reportedUnknown ? Level.DEBUG : Level.WARN)
                    .log("Server sent event of unknown type {} for {}", notification.type(), serverPath);
            reportedUnknown = true;
            return false;
        }
        if (removals.isToldAlready(type, serverPath, zxid)) {
            return false;
        }
        boolean stray = fire(type, serverPath, zxid);
        String parent = removals.parentToTell(type, serverPath, zxid);
        if (parent != null) {
            fire(WatchEvent.Type.NODE_CHILDREN_CHANGED, parent, zxid);
        }
        return stray;
    }

    private boolean fire(WatchEvent.Type type, String serverPath, long zxid) {
        WatchEvent event = null;
        Chroot seenBy = null;
        // Servers that tell the zxid leave it out when SetWatches finds a change that those that stay have heard of.
        tellsZxids |= zxid != UNKNOWN_ZXID || removals.support() == WatchSupport.ALL_KINDS;
        boolean isForOneShots =
                zxid == UNKNOWN_ZXID && (tellsZxids || deletions.isToldAgain(type, serverPath, connection.get()));
        boolean stray = leavesStray(type, serverPath, isForOneShots);
        Collection<Registration> fired = table.fire(type, serverPath);
        if (stray) {
            removals.unused(serverPath, Set.of(WatchKind.DATA));
        }
        for (Registration each : fired) {
            if (isForOneShots && each.watcher() instanceof PersistentWatch) {
                continue;
            }
            if (event == null || !each.chroot().equals(seenBy)) {
                seenBy = each.chroot();
                event = new WatchEvent(type, seenBy.toClient(serverPath), zxid);
            }
            callbacks.post(each.watcher(), event);
        }
        return stray;
    }

    /**
     * Whether the server may be left with a watch on a missing node whose watchers this event takes. It arms one that it
     * was asked for earlier if the node is missing again by then; and with other kinds there, any of them may have sent
     * the event.
     *
     * @param found whether the event is of a change that the server found when it was to arm a watch
     */
    private boolean leavesStray(WatchEvent.Type type, String serverPath, boolean found) {
        if (type == WatchEvent.Type.NODE_CHILDREN_CHANGED || !table.contains(WatchKind.EXIST, serverPath)) {
            return false;
        }
        Connection link = connection.get();
        boolean armsBehind = !found && link != null && link.isArming();
        return armsBehind || table.contains(WatchKind.DATA, serverPath) || table.contains(WatchKind.CHILD, serverPath);
    }

    /** The requests that arm all watches on a new connection of the session. */
    List<SetWatches> rearm(long relativeZxid) {
        // Before those that stay, which on some servers must come last.
        List<SetWatches> batches = new ArrayList<>(unarmed.askAgain());
        batches.addAll(table.rearm(relativeZxid, removals.support(), unarmed.unconfirmed()));
        return batches;
    }

    /** There is a connection: from now on watches look again at the interval that the client was given. */
    private void planResync() {
        if (resyncNanos > 0) {
            resyncTimer.ensure(loop.ticker().nanoTime() + resyncNanos);
        }
    }

    /** Has everyone look who follows a state: there may be changes that the server has kept to itself. */
    private void resyncAll() {
        doubtful.clear();
        table.forEach((kind, serverPath, registration) -> {
            if (registration.watcher() instanceof StateWatcher) {
                doubtful.add(new UnarmedWatches.Place(kind, serverPath));
                tell(serverPath, registration, WatchEvent.Type.RESYNC);
            } else if (kind.stays()) {
                tell(serverPath, registration, WatchEvent.Type.RESYNC);
            }
        });
        planResync();
    }

    /**
     * The session goes on on a new connection. The server tells one-shot watches what they missed, but not those that
     * stay: they are told to look for themselves. What they read then goes out behind the requests that arm them, so
     * nothing falls between.
     */
    void resync() {
        planResync();
        int[] staying = {0};
        table.forEachPersistent((serverPath, registration) -> {
            staying[0]++;
            tell(serverPath, registration, WatchEvent.Type.RESYNC);
        });
        if (staying[0] > 0 && removals.support() == WatchSupport.ONE_SHOT) {
            log.warn(
                    "The server is older than 3.6 and knows no persistent watches: {} of them get no events until the "
                            + "next connection to a newer server",
                    staying[0]);
        }
    }

    void sessionLost() {
        unlinked();
        unarmed.clear();
        table.drain((serverPath, registration) -> tell(serverPath, registration, WatchEvent.Type.SESSION_LOST));
    }

    private void tell(String serverPath, Registration registration, WatchEvent.Type type) {
        String path = registration.chroot().toClient(serverPath);
        callbacks.post(registration.watcher(), new WatchEvent(type, path, UNKNOWN_ZXID));
    }
}
