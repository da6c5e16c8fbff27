package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.Sync;
import dev.zkspring.client.internal.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One create whose node can be told from all others by a token in its name. When nobody knows whether it was done, the
 * client looks for the token, after a sync: what the lost link left at the leader is done or refused before that.
 */
final class ProtectedCreation<R> {

    /** Each takes another broken link. */
    private static final int MAX_ATTEMPTS = 100;

    private final Session session;

    private final NodeCreation creation;

    private final CreateRequest request;

    private final CreateForm<R> form;

    private final SeveralRequests requests;

    private final String parent;

    private final String prefix;

    ProtectedCreation(Session session, NodeCreation creation, CreateRequest request, CreateForm<R> form) {
        this.session = session;
        this.creation = creation;
        this.form = form;
        this.requests = new SeveralRequests(session);
        this.parent = ZkPath.parent(request.path());
        this.prefix = "_c_" + UUID.randomUUID() + "-";
        this.request = request.toBuilder(ZkPath.child(parent, prefix + ZkPath.name(request.path())))
                .build();
    }

    CompletableFuture<R> run() {
        return creation.create(request, form, requests)
                .handle((result, failure) -> failure == null
                        ? CompletableFuture.completedFuture(result)
                        : afterFirst(Recovery.cause(failure)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<R> afterFirst(Throwable failure) {
        boolean unknown = failure instanceof ZkException error && error.outcome() == Outcome.UNKNOWN;
        return unknown && isWorthAnother(failure)
                ? lookAndCreate(MAX_ATTEMPTS)
                : CompletableFuture.failedFuture(failure);
    }

    private boolean isWorthAnother(Throwable failure) {
        return failure instanceof ConnectionLossException
                || failure instanceof SessionExpiredException && !request.mode().isEphemeral();
    }

    private CompletableFuture<R> lookAndCreate(int attempts) {
        CompletableFuture<Optional<String>> looked =
                Recovery.from(look(), error -> attempts > 1 && isWorthAnother(error), this::look);
        return Recovery.translated(looked, this::unknown)
                .thenCompose(name -> name.isPresent() ? found(name.get()) : createAgain(attempts - 1));
    }

    private CompletableFuture<R> createAgain(int attempts) {
        return Recovery.from(
                creation.create(request, form, requests),
                error -> attempts > 0 && (isWorthAnother(error) || isOurs(error)),
                () -> lookAndCreate(attempts));
    }

    /** Nobody else uses this name: an earlier attempt arrived late. */
    private boolean isOurs(Throwable error) {
        return error instanceof NodeExistsException && !request.mode().isSequential();
    }

    private CompletableFuture<Optional<String>> look() {
        CompletableFuture<List<String>> children = Recovery.from(
                requests.submit(new Sync(parent))
                        .thenCompose(synced -> requests.submit(new GetChildren(parent, false))),
                NoNodeException.class::isInstance,
                () -> CompletableFuture.completedFuture(List.of()));
        return children.thenApply(
                names -> names.stream().filter(name -> name.startsWith(prefix)).findFirst());
    }

    private CompletableFuture<R> found(String name) {
        String path = ZkPath.child(parent, name);
        CompletableFuture<@Nullable Stat> stat = requests.submit(new Exists(path, false));
        return Recovery.translated(stat, this::unknown)
                .thenApply(found -> form.found().apply(path, checked(path, found)));
    }

    private Stat checked(String path, @Nullable Stat stat) {
        if (stat == null) {
            throw failure(ErrorCode.NO_NODE, path + " was created and is gone again");
        }
        SessionId current = session.snapshot().sessionId();
        if (request.mode().isEphemeral() && (current == null || current.id() != stat.ephemeralOwner())) {
            throw failure(ErrorCode.SESSION_EXPIRED, path + " was created in a session that has ended");
        }
        return stat;
    }

    /** Nobody can tell what became of the node. */
    private ZkException unknown(ZkException error) {
        return failure(error.code(), "the link broke, and looking for the node failed: " + error.getMessage());
    }

    private ZkException failure(ErrorCode code, String detail) {
        return Failure.local(
                        code,
                        Outcome.UNKNOWN,
                        form.operation().apply(request).opCode().wireName(),
                        request.path(),
                        detail)
                .toException(null);
    }
}
