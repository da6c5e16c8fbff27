package dev.zkspring.client.internal.session;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.internal.protocol.AddWatch;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.RemoveWatches;
import dev.zkspring.client.internal.protocol.SetWatches;
import dev.zkspring.client.internal.protocol.WatchKind;
import dev.zkspring.client.internal.watch.UnarmedWatches;
import dev.zkspring.client.internal.watch.WatchTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watches that stay on a server before 3.9, which keeps one kind for a path: the newest takes the place of what was
 * there. So a path with a watch that stays holds nothing else, and its events serve the others:
 *
 * <ul>
 *   <li>Reads with a watcher go out without their watch.
 *   <li>A recursive watch takes the place of a persistent one. Of what that would report it lacks only the changes of
 *       the node's children, and each of those has an event of the child's own.
 *   <li>When the last watch that stays is gone, the one-shot ones are armed anew, from a point before that moment.
 * </ul>
 *
 * Confined to the session's event loop.
 */
final class WatchSlots {

    private final WatchTable table;

    private final PendingRequests pending;

    private final RegistrationsUnderWay underWay;

    private final Supplier<@Nullable Connection> connection;

    private final LongSupplier lastZxid;

    private final UnarmedWatches unarmed;

    /** What the server holds for a path when it has done all that was written or is about to be. */
    private final Map<String, WatchKind> held = new HashMap<>();

    /** Paths with a recursive watch that the server may not yet have given up, and how often. */
    private final Map<String, Integer> fading = new HashMap<>();

    /**
     * Paths whose watchers were told of their children, and the transaction. Only servers from 3.9 on name one: a server
     * that is newer than it is taken for may have kept both kinds, and says it too.
     */
    private final Map<String, Long> told = new HashMap<>();

    WatchSlots(
            WatchTable table,
            PendingRequests pending,
            Supplier<@Nullable Connection> connection,
            LongSupplier lastZxid,
            UnarmedWatches unarmed) {
        this.table = table;
        this.pending = pending;
        this.underWay = new RegistrationsUnderWay(pending, connection);
        this.connection = connection;
        this.lastZxid = lastZxid;
        this.unarmed = unarmed;
    }

    /**
     * There is another connection, or none.
     *
     * @param armed whether all watches that stay are about to be armed on it
     */
    void reset(boolean armed) {
        held.clear();
        fading.clear();
        told.clear();
        if (armed) {
            table.forEachPersistent((path, registration) -> held.put(path, Objects.requireNonNull(wanted(path))));
        }
    }

    private @Nullable WatchKind wanted(String serverPath) {
        if (table.isWatched(WatchKind.PERSISTENT_RECURSIVE, serverPath)) {
            return WatchKind.PERSISTENT_RECURSIVE;
        }
        return table.isWatched(WatchKind.PERSISTENT, serverPath) ? WatchKind.PERSISTENT : null;
    }

    /** What to write for an operation that leaves a watch. */
    Operation<?> outgoing(Operation<?> operation, String serverPath) {
        WatchKind present = held.get(serverPath);
        if (!(operation instanceof AddWatch addWatch)) {
            return present == null ? operation : operation.unwatched();
        }
        if (present == WatchKind.PERSISTENT_RECURSIVE) {
            return new AddWatch(addWatch.path(), AddWatchMode.PERSISTENT_RECURSIVE);
        }
        held.put(serverPath, addWatch.watchKind(0));
        return operation;
    }

    /** Whether a watch that stays holds the path, or will when what is under way is done. */
    boolean isTaken(String serverPath) {
        return held.containsKey(serverPath) || isRegistering(serverPath);
    }

    /** Whether a watch that stays holds the path when the server has done all that was written. */
    boolean isHeld(String serverPath) {
        return held.containsKey(serverPath);
    }

    private boolean isRegistering(String serverPath) {
        return underWay.contains(serverPath, WatchKind::stays);
    }

    /** Whether the server may report a node's children by their own events only, such as this one. */
    boolean tellOfChildren(String serverPath, long zxid) {
        boolean recursive = held.get(serverPath) == WatchKind.PERSISTENT_RECURSIVE || fading.containsKey(serverPath);
        if (recursive && zxid > 0) {
            told.put(serverPath, zxid);
        }
        return recursive;
    }

    /** Whether it was said already that the children of a node changed in a transaction. */
    boolean isTold(String serverPath, long zxid) {
        Long last = told.get(serverPath);
        return last != null && last == zxid;
    }

    /** Makes the server hold for a path what its watchers need; whatever is under way comes here again when done. */
    CompletableFuture<?> reconcile(String serverPath) {
        WatchKind wanted = wanted(serverPath);
        WatchKind present = held.get(serverPath);
        if (wanted == present || isRegistering(serverPath)) {
            return CompletableFuture.completedFuture(null);
        }
        if (present == WatchKind.PERSISTENT_RECURSIVE) {
            fading.merge(serverPath, 1, Integer::sum);
        }
        return wanted == null ? clear(serverPath) : replace(serverPath, wanted);
    }

    private CompletableFuture<?> replace(String serverPath, WatchKind wanted) {
        held.put(serverPath, wanted);
        AddWatchMode mode =
                wanted == WatchKind.PERSISTENT ? AddWatchMode.PERSISTENT : AddWatchMode.PERSISTENT_RECURSIVE;
        Connection link = connection.get();
        return pending.addForLink(new AddWatch(serverPath, mode))
                .whenComplete((done, failure) -> onSameLink(link, () -> fade(serverPath)));
    }

    /** Such a server removes only all kinds at once without breaking any. */
    private CompletableFuture<?> clear(String serverPath) {
        held.remove(serverPath);
        told.remove(serverPath);
        Connection link = connection.get();
        // What happens from here on may find the server without the watch; what happened before was reported.
        long seen = lastZxid.getAsLong();
        return pending.addForLink(RemoveWatches.all(serverPath))
                .whenComplete((done, failure) -> onSameLink(link, () -> {
                    fade(serverPath);
                    rearm(serverPath, seen);
                }));
    }

    private void fade(String serverPath) {
        fading.computeIfPresent(serverPath, (path, times) -> times == 1 ? null : times - 1);
    }

    private void rearm(String serverPath, long seen) {
        Connection link = connection.get();
        if (link != null) {
            List<SetWatches> batches = table.rearm(serverPath, seen, held.get(serverPath));
            // Should the link break, the next one must count from there too, whatever else was answered meanwhile.
            unarmed.asked(batches);
            link.setWatches(batches);
        }
    }

    private void onSameLink(@Nullable Connection link, Runnable action) {
        if (link == connection.get()) {
            action.run();
        }
    }
}
