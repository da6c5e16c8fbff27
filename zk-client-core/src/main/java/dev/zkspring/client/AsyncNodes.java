package dev.zkspring.client;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.RecursiveDeletion;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.protocol.Create;
import dev.zkspring.client.internal.protocol.Create2;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.protocol.Sync;
import dev.zkspring.client.internal.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the requests of the calls on nodes and submits them. */
abstract class AsyncNodes implements AsyncNodeOperations {

    private final Session session;

    private final NodeCreation creation;

    private final RecursiveDeletion deletion;

    private final Retrying retrying;

    AsyncNodes(Session session, NodeCreation creation, Retrying retrying) {
        this.session = session;
        this.creation = creation;
        this.deletion = new RecursiveDeletion(session);
        this.retrying = retrying;
    }

    final Session session() {
        return session;
    }

    @Override
    public CompletableFuture<String> create(String path, byte @Nullable [] data) {
        return create(path, data, CreateMode.PERSISTENT);
    }

    @Override
    public CompletableFuture<String> create(String path, byte @Nullable [] data, CreateMode mode) {
        return create(CreateRequest.of(path).data(data).mode(mode).build(), Create::new);
    }

    @Override
    public CompletableFuture<CreateResult> create(CreateRequest request) {
        return create(request, Create2::new);
    }

    private <R> CompletableFuture<R> create(CreateRequest request, Function<CreateRequest, Operation<R>> operation) {
        if (request.mode().isSequential()) {
            ZkPath.validateSequential(request.path());
        } else {
            ZkPath.validate(request.path());
        }
        return request.createParents()
                ? creation.withParents(request, operation)
                : session.submit(operation.apply(request), null);
    }

    @Override
    public CompletableFuture<Boolean> ensurePath(String path) {
        return creation.ensurePath(CreateRequest.of(ZkPath.validate(path)).build());
    }

    @Override
    public CompletableFuture<@Nullable Stat> exists(String path) {
        return read(new Exists(ZkPath.validate(path), false), null);
    }

    @Override
    public CompletableFuture<@Nullable Stat> exists(String path, Watcher watcher) {
        return read(new Exists(ZkPath.validate(path), true), Objects.requireNonNull(watcher));
    }

    @Override
    public CompletableFuture<NodeData> get(String path) {
        return read(new GetData(ZkPath.validate(path), false), null);
    }

    @Override
    public CompletableFuture<NodeData> get(String path, Watcher watcher) {
        return read(new GetData(ZkPath.validate(path), true), Objects.requireNonNull(watcher));
    }

    @Override
    public CompletableFuture<List<String>> getChildren(String path) {
        return read(new GetChildren(ZkPath.validate(path), false), null);
    }

    @Override
    public CompletableFuture<List<String>> getChildren(String path, Watcher watcher) {
        return read(new GetChildren(ZkPath.validate(path), true), Objects.requireNonNull(watcher));
    }

    private <R> CompletableFuture<R> read(Operation<R> operation, @Nullable Watcher watcher) {
        return retrying.read(() -> session.submit(operation, watcher));
    }

    @Override
    public CompletableFuture<Stat> set(String path, byte @Nullable [] data) {
        return set(path, data, NodeOperations.ANY_VERSION);
    }

    @Override
    public CompletableFuture<Stat> set(String path, byte @Nullable [] data, int version) {
        return session.submit(new SetData(ZkPath.validate(path), data, version), null);
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        return delete(path, NodeOperations.ANY_VERSION);
    }

    @Override
    public CompletableFuture<Void> delete(String path, int version) {
        return session.submit(new Delete(ZkPath.validate(path), version), null);
    }

    @Override
    public CompletableFuture<Void> deleteRecursive(String path) {
        return deletion.delete(ZkPath.validate(path));
    }

    @Override
    public CompletableFuture<Void> sync(String path) {
        return session.submit(new Sync(ZkPath.validate(path)), null);
    }

    @Override
    public <T> CompletableFuture<T> retry(Supplier<CompletableFuture<T>> calls) {
        return retrying.callAsync(calls);
    }
}
