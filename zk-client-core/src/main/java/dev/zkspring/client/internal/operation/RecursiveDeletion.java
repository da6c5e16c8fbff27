package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NotEmptyException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.session.Session;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a node and everything below it, deepest first. What is created there meanwhile is deleted in another round.
 * Each level sends its requests in small groups, so that a wide tree does not fill the window of requests.
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
        return delete(path, MAX_ROUNDS);
    }

    private CompletableFuture<@Nullable Void> delete(String path, int rounds) {
        CompletableFuture<@Nullable Void> deleted =
                session.submit(new Delete(path, ANY_VERSION), null).thenApply(nothing -> null);
        CompletableFuture<@Nullable Void> gone = Recovery.from(
                deleted, NoNodeException.class::isInstance, () -> CompletableFuture.completedFuture(null));
        return Recovery.from(
                gone,
                error -> error instanceof NotEmptyException && rounds > 1,
                () -> empty(path).thenCompose(nothing -> delete(path, rounds - 1)));
    }

    private CompletableFuture<@Nullable Void> empty(String path) {
        CompletableFuture<List<String>> children = Recovery.from(
                session.submit(new GetChildren(path, false), null),
                NoNodeException.class::isInstance,
                () -> CompletableFuture.completedFuture(List.of()));
        return children.thenCompose(names -> deleteGroups(path, names.iterator()));
    }

    private CompletableFuture<@Nullable Void> deleteGroups(String parent, Iterator<String> names) {
        if (!names.hasNext()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] group = new CompletableFuture<?>[GROUP];
        for (int i = 0; i < GROUP; i++) {
            group[i] = names.hasNext()
                    ? delete(ZkPath.child(parent, names.next()), MAX_ROUNDS)
                    : CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.allOf(group).thenCompose(nothing -> deleteGroups(parent, names));
    }
}
