package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NotEmptyException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.session.Session;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a node and everything below it, deepest first. What is created there meanwhile is deleted in another round.
 * Siblings are tried in small groups, those of them that have children are then emptied one after another: so a tree of
 * any width and depth keeps no more than one group of requests in flight.
 */
public final class RecursiveDeletion {

    private static final int ANY_VERSION = -1;

    /** So many times may somebody fill a node again while it is being emptied. */
    private static final int MAX_ROUNDS = 100;

    private static final int GROUP = 64;

    private final Session session;

    public RecursiveDeletion(Session session) {
        this.session = session;
    }

    /** Completes when the node is gone, also if it never was there. */
    public CompletableFuture<@Nullable Void> delete(String path) {
        return unlessNotEmpty(session.submit(new Delete(path, ANY_VERSION), null))
                .thenCompose(gone -> gone ? done() : emptyAndDelete(path, MAX_ROUNDS));
    }

    private CompletableFuture<@Nullable Void> emptyAndDelete(String path, int rounds) {
        return empty(path)
                .thenCompose(nothing -> rounds > 1
                        ? tryDelete(path)
                        : session.submitNext(new Delete(path, ANY_VERSION)).thenApply(deleted -> true))
                .thenCompose(gone -> gone ? done() : emptyAndDelete(path, rounds - 1));
    }

    private static CompletableFuture<@Nullable Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** True if the node is gone, false if it has children. */
    private CompletableFuture<Boolean> tryDelete(String path) {
        return unlessNotEmpty(session.submitNext(new Delete(path, ANY_VERSION)));
    }

    private static CompletableFuture<Boolean> unlessNotEmpty(CompletableFuture<@Nullable Void> deletion) {
        CompletableFuture<Boolean> gone = Recovery.from(
                deletion.thenApply(nothing -> true),
                NoNodeException.class::isInstance,
                () -> CompletableFuture.completedFuture(true));
        return Recovery.from(gone, NotEmptyException.class::isInstance, () -> CompletableFuture.completedFuture(false));
    }

    private CompletableFuture<@Nullable Void> empty(String path) {
        CompletableFuture<List<String>> children = Recovery.from(
                session.submitNext(new GetChildren(path, false)),
                NoNodeException.class::isInstance,
                () -> CompletableFuture.completedFuture(List.of()));
        return children.thenCompose(names -> deleteGroups(path, names.iterator()));
    }

    private CompletableFuture<@Nullable Void> deleteGroups(String parent, Iterator<String> names) {
        if (!names.hasNext()) {
            return done();
        }
        // Filled where futures complete, which may be a pool.
        Queue<String> full = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<?>> group = new ArrayList<>();
        while (names.hasNext() && group.size() < GROUP) {
            String child = ZkPath.child(parent, names.next());
            group.add(tryDelete(child).thenAccept(gone -> {
                if (!gone) {
                    full.add(child);
                }
            }));
        }
        return CompletableFuture.allOf(group.toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> emptyEach(full.iterator()))
                .thenCompose(nothing -> deleteGroups(parent, names));
    }

    private CompletableFuture<@Nullable Void> emptyEach(Iterator<String> full) {
        return full.hasNext()
                ? emptyAndDelete(full.next(), MAX_ROUNDS).thenCompose(nothing -> emptyEach(full))
                : done();
    }
}
