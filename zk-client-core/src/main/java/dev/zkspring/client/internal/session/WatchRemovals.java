package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.RemoveWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.watch.UnarmedWatches;
import dev.zkspring.client.internal.watch.WatchSupport;
import dev.zkspring.client.internal.watch.WatchTable;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server has to be told, or spared, because of the watches that it keeps for this connection. Nothing without
 * a link: the next connection arms what is left. Confined to the session's event loop.
 */
final class WatchRemovals {

    private final WatchTable table;

    private final PendingRequests pending;

    private final RegistrationsUnderWay underWay;

    private final WatchSlots slots;

    private final Set<HeldBack> heldBack = new HashSet<>();

    private WatchSupport support = WatchSupport.ONE_SHOT;

    private boolean linked;

    WatchRemovals(
            WatchTable table,
            PendingRequests pending,
            Supplier<@Nullable Connection> connection,
            LongSupplier lastZxid,
            UnarmedWatches unarmed) {
        this.table = table;
        this.pending = pending;
        this.underWay = new RegistrationsUnderWay(pending, connection);
        this.slots = new WatchSlots(table, pending, connection, lastZxid, unarmed);
    }

    private record HeldBack(String serverPath, WatchKind kind) {}

    void linked(WatchSupport what) {
        support = what;
        linked = true;
        slots.reset(support == WatchSupport.ONE_KIND);
    }

    void unlinked() {
        linked = false;
        heldBack.clear();
        slots.reset(false);
    }

    WatchSupport support() {
        return support;
    }

    boolean isLinked() {
        return linked;
    }

    /** Whether a watch that stays holds the path and serves the others there. */
    boolean isHeld(String serverPath) {
        return support == WatchSupport.ONE_KIND && slots.isHeld(serverPath);
    }

    /** What to write for an operation that leaves a watch. */
    Operation<?> outgoing(Operation<?> operation, String serverPath) {
        return support == WatchSupport.ONE_KIND ? slots.outgoing(operation, serverPath) : operation;
    }

    /** The node whose watchers have to be told of its children because the server does not; {@code null} if it does. */
    @Nullable
    String parentToTell(WatchEvent.Type type, String serverPath, long zxid) {
        boolean childCameOrWent = type == WatchEvent.Type.NODE_CREATED || type == WatchEvent.Type.NODE_DELETED;
        String parent = childCameOrWent && support == WatchSupport.ONE_KIND ? WatchTable.parent(serverPath) : null;
        return parent != null && slots.tellOfChildren(parent, zxid) ? parent : null;
    }

    /** Whether the watchers of a node were told of its children before the server did. */
    boolean isToldAlready(WatchEvent.Type type, String serverPath, long zxid) {
        return type == WatchEvent.Type.NODE_CHILDREN_CHANGED
                && support == WatchSupport.ONE_KIND
                && slots.isTold(serverPath, zxid);
    }

    void registered(String serverPath, WatchKind kind) {
        if (!heldBack.isEmpty()) {
            heldBack.remove(new HeldBack(serverPath, kind == WatchKind.EXIST ? WatchKind.DATA : kind));
        }
        if (kind.stays() && support == WatchSupport.ONE_KIND) {
            slots.reconcile(serverPath);
        }
    }

    /** A registration failed; a removal may have been held back for it. */
    void registrationFailed(String serverPath, @Nullable WatchKind kind) {
        if (kind == null || !linked) {
            return;
        }
        if (kind.stays() && support == WatchSupport.ONE_KIND) {
            slots.reconcile(serverPath);
        } else if (heldBack.remove(new HeldBack(serverPath, kind)) && !table.isWatched(kind, serverPath)) {
            unused(serverPath, Set.of(kind));
        }
    }

    /** The watches on the server for these kinds serve nobody any more; completes when it has forgotten them. */
    CompletableFuture<?> unused(String serverPath, Set<WatchKind> kinds) {
        if (!linked) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(
                kinds.stream().map(kind -> unused(serverPath, kind)).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> unused(String serverPath, WatchKind kind) {
        boolean oneKind = support == WatchSupport.ONE_KIND;
        if (kind.stays() && oneKind) {
            return slots.reconcile(serverPath);
        }
        boolean notThere = kind.stays() ? support == WatchSupport.ONE_SHOT : oneKind && slots.isTaken(serverPath);
        if (notThere || isHeldBack(serverPath, kind)) {
            return CompletableFuture.completedFuture(null);
        }
        return pending.addForLink(RemoveWatches.of(serverPath, kind));
    }

    /** The server holds one watch for all: removing it would take a registration under way down too. */
    private boolean isHeldBack(String serverPath, WatchKind kind) {
        boolean registering = underWay.contains(serverPath, kind::equals);
        if (registering) {
            heldBack.add(new HeldBack(serverPath, kind));
        }
        return registering;
    }
}
