package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerAddress;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds requests and submits them. */
final class DefaultZkAsyncClient implements ZkAsyncClient {

    private final Session session;

    private final NodeCreation creation;

    private final RecursiveDeletion deletion;

    private final Retrying retrying;

    private final ServerCommands commands;

    DefaultZkAsyncClient(Session session, NodeCreation creation, Retrying retrying, ServerCommands commands) {
        this.session = session;
        this.creation = creation;
        this.deletion = new RecursiveDeletion(session);
        this.retrying = retrying;
        this.commands = commands;
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
    public CompletableFuture<Boolean> removeWatcher(String path, Watcher watcher) {
        return session.removeWatcher(ZkPath.validate(path), watcher);
    }

    @Override
    public CompletableFuture<String> command(String word) {
        return commands.ask(word);
    }

    @Override
    public CompletableFuture<String> command(String word, ServerAddress server) {
        return commands.ask(word, server);
    }

    @Override
    public CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word) {
        return commands.askAll(word);
    }

    @Override
    public CompletableFuture<Map<ServerAddress, CommandAnswer>> commandAll(FourLetterWord word, Duration limit) {
        return commands.askAll(word, limit);
    }

    @Override
    public CompletableFuture<ServerStats> serverStats() {
        return commands.ask(FourLetterWord.SRVR, ServerStats::parse);
    }

    @Override
    public CompletableFuture<ServerStats> serverStats(ServerAddress server) {
        return commands.ask(FourLetterWord.SRVR, server, ServerStats::parse);
    }

    @Override
    public CompletableFuture<ServerMetrics> metrics() {
        return commands.ask(FourLetterWord.MNTR, ServerMetrics::parse);
    }

    @Override
    public CompletableFuture<ServerMetrics> metrics(ServerAddress server) {
        return commands.ask(FourLetterWord.MNTR, server, ServerMetrics::parse);
    }
}
