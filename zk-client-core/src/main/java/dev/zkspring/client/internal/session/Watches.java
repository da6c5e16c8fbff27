package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.protocol.RemoveWatches;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import dev.zkspring.client.internal.watch.WatchTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session's side of its watches: which requests put them into the table, and what takes them out again. Confined
 * to the session's event loop.
 */
final class Watches {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    private static final long UNKNOWN_ZXID = -1;

    private final WatchTable table = new WatchTable();

    private final Chroot chroot;

    private final CallbackDispatcher callbacks;

    private final Set<HeldBack> heldBack = new HashSet<>();

    Watches(Chroot chroot, CallbackDispatcher callbacks) {
        this.chroot = chroot;
        this.callbacks = callbacks;
    }

    /** To be called before the request's future completes: its event may be in the very next frame. */
    void register(Request<?> request, int error, PendingRequests pending, @Nullable Connection connection) {
        Watcher watcher = request.watcher();
        String path = request.operation().path();
        if (watcher == null || path == null) {
            return;
        }
        if (error != 0 && !request.operation().acceptsError(error)) {
            removeHeldBack(path, request.operation().watchKind(0), pending, connection);
            return;
        }
        WatchKind kind = request.operation().watchKind(error);
        if (kind == null) {
            return;
        }
        table.add(kind, request.chroot().toServer(path), watcher);
        if (request.watcherWithdrawn) {
            takeOff(path, watcher, pending, connection);
        }
    }

    /** Takes a watcher off a path; the future completes when the server has answered, if it has to be told. */
    void remove(
            String path,
            Watcher watcher,
            PendingRequests pending,
            @Nullable Connection connection,
            CompletableFuture<Boolean> removed) {
        boolean withdrawn = pending.withdraw(path, watcher, connection);
        Removed taken = takeOff(path, watcher, pending, connection);
        taken.onServer().whenComplete((result, failure) -> removed.complete(withdrawn || taken.found()));
    }

    private record Removed(boolean found, CompletableFuture<?> onServer) {}

    private Removed takeOff(String path, Watcher watcher, PendingRequests pending, @Nullable Connection connection) {
        WatchTable.Removal removal = table.remove(chroot.toServer(path), watcher);
        CompletableFuture<?>[] removals = removal.unused().stream()
                .filter(kind -> !isHeldBack(path, kind, pending, connection))
                .map(kind -> new Request<>(RemoveWatches.of(path, kind), chroot, null, null))
                .peek(pending::addOwn)
                .toArray(CompletableFuture<?>[]::new);
        return new Removed(removal.found(), CompletableFuture.allOf(removals));
    }

    /** The server holds one watch for all: removing it would take a registration under way down too. */
    private boolean isHeldBack(String path, WatchKind kind, PendingRequests pending, @Nullable Connection connection) {
        boolean registering = pending.registers(path, kind, connection);
        if (registering) {
            heldBack.add(new HeldBack(path, kind));
        }
        return registering;
    }

    /** A registration failed for which a removal was held back: is that due now? */
    private void removeHeldBack(
            String path, @Nullable WatchKind kind, PendingRequests pending, @Nullable Connection connection) {
        if (kind != null
                && heldBack.remove(new HeldBack(path, kind))
                && !table.isWatched(kind, chroot.toServer(path))
                && !isHeldBack(path, kind, pending, connection)) {
            pending.addOwn(new Request<>(RemoveWatches.of(path, kind), chroot, null, null));
        }
    }

    private record HeldBack(String path, WatchKind kind) {}

    void fire(Notification notification, long zxid) {
        WatchEvent.Type type = notification.eventType();
        if (type == null) {
            log.warn("Server sent event of unknown type {} for {}", notification.type(), notification.serverPath());
            return;
        }
        WatchEvent event = new WatchEvent(type, chroot.toClient(notification.serverPath()), zxid);
        table.fire(type, notification.serverPath()).forEach(watcher -> callbacks.post(watcher, event));
    }

    /** The requests that arm all watches on a new connection of the session. */
    List<SetWatches> rearm(long relativeZxid) {
        return table.rearm(relativeZxid);
    }

    void sessionLost() {
        heldBack.clear();
        table.drain((serverPath, watcher) -> callbacks.post(
                watcher, new WatchEvent(WatchEvent.Type.SESSION_LOST, chroot.toClient(serverPath), UNKNOWN_ZXID)));
    }
}
