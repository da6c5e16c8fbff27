package dev.zkspring.client;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.Children;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.ExpectedVersion;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.DescendantCount;
import dev.zkspring.client.internal.operation.EnsembleConfiguration;
import dev.zkspring.client.internal.operation.MultiReading;
import dev.zkspring.client.internal.operation.NodeCreation;
import dev.zkspring.client.internal.operation.RecursiveDeletion;
import dev.zkspring.client.internal.operation.Resending;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.operation.Transactions;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.Exists;
import dev.zkspring.client.internal.protocol.GetAcl;
import dev.zkspring.client.internal.protocol.GetChildren;
import dev.zkspring.client.internal.protocol.GetChildren2;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.GetEphemerals;
import dev.zkspring.client.internal.protocol.Operation;
import dev.zkspring.client.internal.protocol.SetAcl;
import dev.zkspring.client.internal.protocol.SetData;
import dev.zkspring.client.internal.protocol.Sync;
import dev.zkspring.client.internal.protocol.WhoAmI;
import dev.zkspring.client.internal.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the requests of the calls on nodes and submits them. */
abstract class AsyncNodes implements AsyncNodeOperations {

    private final Session session;

    private final NodeCreation creation;

    private final RecursiveDeletion deletion;

    private final Resending resending;

    private final Transactions transactions;

    private final MultiReading multiReading;

    private final DescendantCount descendants;

    private final EnsembleConfiguration configuration;

    private final Retrying retrying;

    private final Blocking blocking;

    AsyncNodes(Session session, NodeCreation creation, Retrying retrying, Blocking blocking) {
        this.session = session;
        this.creation = creation;
        this.deletion = new RecursiveDeletion(session);
        this.resending = new Resending(session);
        this.transactions = new Transactions(session, creation);
        this.multiReading = new MultiReading(session);
        this.descendants = new DescendantCount(session);
        this.configuration = new EnsembleConfiguration(session);
        this.retrying = retrying;
        this.blocking = blocking;
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
        return creation.path(CreateRequest.of(path).data(data).mode(mode).build());
    }

    @Override
    public CompletableFuture<CreateResult> create(CreateRequest request) {
        return creation.pathAndStat(request);
    }

    @Override
    public CompletableFuture<Boolean> ensurePath(String path) {
        return creation.ensurePath(CreateRequest.of(path).build());
    }

    @Override
    public CompletableFuture<Boolean> ensurePath(String path, List<Acl> acl) {
        return creation.ensurePath(CreateRequest.of(path).acl(acl).build());
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

    @Override
    public CompletableFuture<Children> getChildrenAndStat(String path) {
        return read(new GetChildren2(ZkPath.validate(path), false), null);
    }

    @Override
    public CompletableFuture<Children> getChildrenAndStat(String path, Watcher watcher) {
        return read(new GetChildren2(ZkPath.validate(path), true), Objects.requireNonNull(watcher));
    }

    private <R> CompletableFuture<R> read(Operation<R> operation, @Nullable Watcher watcher) {
        return retrying.repeats()
                ? retrying.read(() -> session.submit(operation, watcher))
                : session.submit(operation, watcher);
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
    public CompletableFuture<Stat> set(String path, byte @Nullable [] data, ExpectedVersion version) {
        return resending.change(new SetData(ZkPath.validate(path), data, version.version()), version);
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
    public CompletableFuture<Void> delete(String path, ExpectedVersion version) {
        return resending.change(new Delete(ZkPath.validate(path), version.version()), version);
    }

    @Override
    public CompletableFuture<Void> deleteRecursive(String path) {
        return deletion.delete(ZkPath.validate(path));
    }

    @Override
    public CompletableFuture<NodeAcl> getAcl(String path) {
        return read(new GetAcl(ZkPath.validate(path)), null);
    }

    @Override
    public CompletableFuture<Stat> setAcl(String path, List<Acl> acl) {
        return setAcl(path, acl, NodeOperations.ANY_VERSION);
    }

    @Override
    public CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int version) {
        return session.submit(new SetAcl(ZkPath.validate(path), List.copyOf(acl), version), null);
    }

    @Override
    public ZkTransaction transaction() {
        return new DefaultZkTransaction(transactions, blocking);
    }

    @Override
    public ZkMultiRead multiRead() {
        return new DefaultZkMultiRead(multiReading, retrying, blocking);
    }

    @Override
    public CompletableFuture<Integer> countDescendants(String path) {
        ZkPath.validate(path);
        return retrying.read(() -> descendants.below(path));
    }

    @Override
    public CompletableFuture<List<String>> getEphemerals() {
        return getEphemerals("/");
    }

    @Override
    public CompletableFuture<List<String>> getEphemerals(String prefix) {
        return read(new GetEphemerals(ZkPath.validateSequential(prefix)), null);
    }

    @Override
    public CompletableFuture<List<Identity>> whoAmI() {
        return read(new WhoAmI(), null);
    }

    @Override
    public CompletableFuture<EnsembleConfig> getConfig() {
        return retrying.read(() -> configuration.get(null));
    }

    @Override
    public CompletableFuture<EnsembleConfig> getConfig(Watcher watcher) {
        Objects.requireNonNull(watcher);
        return retrying.read(() -> configuration.get(watcher));
    }

    @Override
    public CompletableFuture<EnsembleConfig> reconfig(ReconfigRequest request) {
        return configuration.change(request);
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
