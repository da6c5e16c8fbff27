package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.UnsupportedByServerException;
import dev.zkspring.client.internal.protocol.GetAllChildrenNumber;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How many nodes there are below a node. Servers before 3.6 have to be asked level by level, by small groups of
 * requests; what is created or deleted meanwhile may be counted or not.
 */
public final class DescendantCount {

    private static final int GROUP = 64;

    private final Session session;

    public DescendantCount(Session session) {
        this.session = session;
    }

    /** Fails with {@code NoNodeException} if the node itself is missing. */
    public CompletableFuture<Integer> below(String path) {
        return Recovery.from(
                session.submit(new GetAllChildrenNumber(path), null),
                UnsupportedByServerException.class::isInstance,
                () -> walk(path));
    }

    /** Counts by listing the children of every node. */
    CompletableFuture<Integer> walk(String path) {
        return session.submitNext(new GetChildren(path, false)).thenCompose(names -> {
            Deque<String> open = new ArrayDeque<>();
            names.forEach(name -> open.add(ZkPath.child(path, name)));
            return count(open, names.size());
        });
    }

    private CompletableFuture<Integer> count(Deque<String> open, int found) {
        if (open.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        List<CompletableFuture<List<String>>> group = new ArrayList<>();
        while (!open.isEmpty() && group.size() < GROUP) {
            // From the end: a deep branch is finished before the next is opened, which keeps the list short.
            group.add(children(open.removeLast()));
        }
        return CompletableFuture.allOf(group.toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> {
                    int before = open.size();
                    group.forEach(paths -> open.addAll(paths.join()));
                    return count(open, found + open.size() - before);
                });
    }

    /** The paths of a node's children, none if it was deleted meanwhile. */
    private CompletableFuture<List<String>> children(String path) {
        return Recovery.from(
                session.submitNext(new GetChildren(path, false))
                        .thenApply(names -> names.stream()
                                .map(name -> ZkPath.child(path, name))
                                .toList()),
                NoNodeException.class::isInstance,
                () -> CompletableFuture.completedFuture(List.of()));
    }
}
