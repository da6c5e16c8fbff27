package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.error.UnsupportedByServerException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.CreateContainer;
import dev.zkspring.client.internal.protocol.CreatedPath;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Creation of the nodes above a node, those of the chroot included. */
final class ParentCreation {

    /** Parents may vanish again while their child is created: somebody deletes them, or they are containers. */
    static final int MAX_ATTEMPTS = 10;

    private final Chroot chroot;

    ParentCreation(Chroot chroot) {
        this.chroot = chroot;
    }

    /**
     * Creates a node from its server path, its parents first if they are missing.
     *
     * @param like says with which access control list, and whether as containers
     * @param requests those of the call that needs the node
     */
    CompletableFuture<Boolean> ensure(String serverPath, CreateRequest like, SeveralRequests requests) {
        if (serverPath.equals("/")) {
            return CompletableFuture.completedFuture(false);
        }
        return ensure(serverPath, like, requests, MAX_ATTEMPTS);
    }

    private CompletableFuture<Boolean> ensure(
            String serverPath, CreateRequest like, SeveralRequests requests, int attempts) {
        CompletableFuture<Boolean> ensured = Recovery.from(
                create(serverPath, like, requests).thenApply(path -> true),
                NodeExistsException.class::isInstance,
                () -> CompletableFuture.completedFuture(false));
        return Recovery.from(
                ensured,
                error -> error instanceof NoNodeException && attempts > 1,
                () -> ensure(ZkPath.parent(serverPath), like, requests)
                        .thenCompose(made -> ensure(serverPath, like, requests, attempts - 1)));
    }

    private CompletableFuture<String> create(String serverPath, CreateRequest like, SeveralRequests requests) {
        CreateRequest.Builder node =
                CreateRequest.of(serverPath).data(new byte[0]).acl(Objects.requireNonNull(like.acl()));
        if (!like.parentContainers() || serverPath.length() <= chroot.prefix().length()) {
            return requests.submitOnServerPath(new Create(node.build()));
        }
        CreateRequest container = node.mode(CreateMode.CONTAINER).build();
        return Recovery.from(
                requests.submitOnServerPath(new CreatedPath(new CreateContainer(container))),
                UnsupportedByServerException.class::isInstance,
                () -> requests.submitOnServerPath(
                        new Create(node.mode(CreateMode.PERSISTENT).build())));
    }
}
