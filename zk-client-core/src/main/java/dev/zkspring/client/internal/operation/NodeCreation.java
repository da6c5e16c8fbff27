package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Creation of nodes whose parents may be missing, the chroot's own nodes included. */
public final class NodeCreation {

    /** Parents may vanish again while their child is created: somebody deletes them, or they are containers. */
    private static final int MAX_ATTEMPTS = 10;

    private final Session session;

    private final Chroot chroot;

    public NodeCreation(Session session, Chroot chroot) {
        this.session = session;
        this.chroot = chroot;
    }

    /** Creates a node, and its parents with the same ACL if they turn out to be missing. */
    public <R> CompletableFuture<R> withParents(
            CreateRequest request, Function<CreateRequest, Operation<R>> operation) {
        return withParents(request, operation, MAX_ATTEMPTS);
    }

    private <R> CompletableFuture<R> withParents(
            CreateRequest request, Function<CreateRequest, Operation<R>> operation, int attempts) {
        Operation<R> create = operation.apply(request);
        CompletableFuture<R> created =
                attempts == MAX_ATTEMPTS ? session.submit(create, null) : session.submitNext(create);
        return Recovery.from(
                created,
                error -> error instanceof NoNodeException && attempts > 1,
                () -> ensure(parentOnServer(request.path()), request)
                        .thenCompose(made -> withParents(request, operation, attempts - 1)));
    }

    /** Creates the node and its parents unless it exists; tells whether it was missing. */
    public CompletableFuture<Boolean> ensurePath(CreateRequest request) {
        return session.submit(new Exists(request.path(), false), null)
                .thenCompose(stat -> stat != null
                        ? CompletableFuture.completedFuture(false)
                        : ensure(chroot.toServer(request.path()), request));
    }

    private String parentOnServer(String path) {
        // The part behind the last slash is empty for a sequential node whose whole name the server makes.
        return ZkPath.parent(chroot.toServer(path));
    }

    /** Creates a node from its server path, its parents first if they are missing. */
    private CompletableFuture<Boolean> ensure(String serverPath, CreateRequest like) {
        if (serverPath.equals("/")) {
            return CompletableFuture.completedFuture(false);
        }
        return create(serverPath, like, MAX_ATTEMPTS);
    }

    private CompletableFuture<Boolean> create(String serverPath, CreateRequest like, int attempts) {
        CompletableFuture<Boolean> created = session.submitNextOnServerPath(new Create(CreateRequest.of(serverPath)
                        .data(new byte[0])
                        .acl(like.acl())
                        .build()))
                .thenApply(path -> true);
        CompletableFuture<Boolean> ensured = Recovery.from(
                created, NodeExistsException.class::isInstance, () -> CompletableFuture.completedFuture(false));
        return Recovery.from(
                ensured,
                error -> error instanceof NoNodeException && attempts > 1,
                () -> ensure(ZkPath.parent(serverPath), like)
                        .thenCompose(made -> create(serverPath, like, attempts - 1)));
    }
}
