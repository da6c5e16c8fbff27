package dev.zkspring.client.internal.operation;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.Created;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.session.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creation of nodes: with parents that may be missing, with protected names, with a stat that may be missing. */
public final class NodeCreation {

    private final Session session;

    private final Chroot chroot;

    private final List<Acl> defaultAcl;

    private final ParentCreation parents;

    /** @param defaultAcl for requests without a list of their own */
    public NodeCreation(Session session, Chroot chroot, List<Acl> defaultAcl) {
        this.session = session;
        this.chroot = chroot;
        this.defaultAcl = defaultAcl;
        this.parents = new ParentCreation(chroot);
    }

    /** Creates a node and answers its path. */
    public CompletableFuture<String> path(CreateRequest request) {
        return create(complete(request), CreateForm.PATH);
    }

    /** Creates a node and answers its path and stat. */
    public CompletableFuture<CreateResult> pathAndStat(CreateRequest request) {
        return create(complete(request), CreateForm.PATH_AND_STAT).thenCompose(this::withStat);
    }

    /** Creates the node and its parents unless it exists; tells whether it was missing. */
    public CompletableFuture<Boolean> ensurePath(CreateRequest request) {
        CreateRequest like = complete(request);
        SeveralRequests requests = new SeveralRequests(session);
        return requests.submit(new Exists(like.path(), false))
                .thenCompose(stat -> stat != null
                        ? CompletableFuture.completedFuture(false)
                        : parents.ensure(chroot.toServer(like.path()), like, requests));
    }

    /** The same request with a valid path and an access control list. */
    public CreateRequest complete(CreateRequest request) {
        if (request.mode().isSequential()) {
            ZkPath.validateSequential(request.path());
        } else {
            ZkPath.validate(request.path());
        }
        return request.acl() != null
                ? request
                : request.toBuilder(request.path()).acl(defaultAcl).build();
    }

    private <R> CompletableFuture<R> create(CreateRequest request, CreateForm<R> form) {
        CompletableFuture<R> created = request.protectedName()
                ? new ProtectedCreation<>(session, this, request, form).run()
                : createPlain(request, form);
        return request.mode().hasTtl() ? Recovery.translated(created, NodeCreation::explainTtl) : created;
    }

    private <R> CompletableFuture<R> createPlain(CreateRequest request, CreateForm<R> form) {
        return request.createParents()
                ? create(request, form, new SeveralRequests(session))
                : session.submit(form.operation().apply(request), null);
    }

    /** As part of a call that may take more requests than this one. */
    <R> CompletableFuture<R> create(CreateRequest request, CreateForm<R> form, SeveralRequests requests) {
        Function<CreateRequest, Operation<R>> operation = form.operation();
        return request.createParents()
                ? withParents(request, operation, requests, ParentCreation.MAX_ATTEMPTS)
                : requests.submit(operation.apply(request));
    }

    private <R> CompletableFuture<R> withParents(
            CreateRequest request,
            Function<CreateRequest, Operation<R>> operation,
            SeveralRequests requests,
            int attempts) {
        return Recovery.from(
                requests.submit(operation.apply(request)),
                error -> error instanceof NoNodeException && attempts > 1,
                // The part behind the last slash is empty for a sequential node whose whole name the server makes.
                () -> parents.ensure(ZkPath.parent(chroot.toServer(request.path())), request, requests)
                        .thenCompose(made -> withParents(request, operation, requests, attempts - 1)));
    }

    private static ZkException explainTtl(ZkException error) {
        return error.code() != ErrorCode.UNIMPLEMENTED
                ? error
                : new Failure(
                                error.code(),
                                error.number(),
                                error.outcome(),
                                error.operation(),
                                error.path(),
                                "nodes with a time to live need zookeeper.extendedTypesEnabled=true on the servers")
                        .toException(error);
    }

    private CompletableFuture<CreateResult> withStat(Created created) {
        if (created.stat() != null) {
            return CompletableFuture.completedFuture(new CreateResult(created.path(), created.stat()));
        }
        CompletableFuture<@Nullable Stat> stat = Recovery.translated(
                session.submitNext(new Exists(created.path(), false)),
                error -> withoutStat(created, error.code(), "could not be read: " + error.getMessage()));
        return stat.thenApply(found -> {
            if (found == null) {
                throw withoutStat(created, ErrorCode.NO_NODE, "is gone with it");
            }
            return new CreateResult(created.path(), found);
        });
    }

    private static ZkException withoutStat(Created created, ErrorCode code, String why) {
        String detail = "the node was created, but its stat, which this server does not send, " + why;
        return Failure.local(code, Outcome.UNKNOWN, OpCode.CREATE.wireName(), created.path(), detail)
                .toException(null);
    }
}
