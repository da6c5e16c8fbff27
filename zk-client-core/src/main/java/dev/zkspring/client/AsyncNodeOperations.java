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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link NodeOperations} as futures, sent in the order in which they are made. A future completes on the
 * client's event loop unless {@code completeOn} was set: dependent non-async stages must not block there. Cancelling a
 * future abandons the answer, not the request. Arrays given to a call must not change until its future completes.
 *
 * <p>A call waits while {@code maxInFlight} is reached; on the event loop, where it cannot wait, its future fails with
 * {@code TooManyRequestsException} then.
 */
public interface AsyncNodeOperations {

    /** See {@link NodeOperations#create(String, byte[])}. */
    CompletableFuture<String> create(String path, byte @Nullable [] data);

    /** See {@link NodeOperations#create(String, byte[], CreateMode)}. */
    CompletableFuture<String> create(String path, byte @Nullable [] data, CreateMode mode);

    /** See {@link NodeOperations#create(CreateRequest)}. */
    CompletableFuture<CreateResult> create(CreateRequest request);

    /** See {@link NodeOperations#ensurePath(String)}. */
    CompletableFuture<Boolean> ensurePath(String path);

    /** See {@link NodeOperations#ensurePath(String, List)}. */
    CompletableFuture<Boolean> ensurePath(String path, List<Acl> acl);

    /** See {@link NodeOperations#exists(String)}. */
    CompletableFuture<@Nullable Stat> exists(String path);

    /** See {@link NodeOperations#exists(String, Watcher)}. */
    CompletableFuture<@Nullable Stat> exists(String path, Watcher watcher);

    /** See {@link NodeOperations#get(String)}. */
    CompletableFuture<NodeData> get(String path);

    /** See {@link NodeOperations#get(String, Watcher)}. */
    CompletableFuture<NodeData> get(String path, Watcher watcher);

    /** See {@link NodeOperations#getChildren(String)}. */
    CompletableFuture<List<String>> getChildren(String path);

    /** See {@link NodeOperations#getChildren(String, Watcher)}. */
    CompletableFuture<List<String>> getChildren(String path, Watcher watcher);

    /** See {@link NodeOperations#getChildrenAndStat(String)}. */
    CompletableFuture<Children> getChildrenAndStat(String path);

    /** See {@link NodeOperations#getChildrenAndStat(String, Watcher)}. */
    CompletableFuture<Children> getChildrenAndStat(String path, Watcher watcher);

    /** See {@link NodeOperations#set(String, byte[])}. */
    CompletableFuture<Stat> set(String path, byte @Nullable [] data);

    /** See {@link NodeOperations#set(String, byte[], int)}. */
    CompletableFuture<Stat> set(String path, byte @Nullable [] data, int version);

    /** See {@link NodeOperations#set(String, byte[], ExpectedVersion)}. */
    CompletableFuture<Stat> set(String path, byte @Nullable [] data, ExpectedVersion version);

    /** See {@link NodeOperations#delete(String)}. */
    CompletableFuture<Void> delete(String path);

    /** See {@link NodeOperations#delete(String, int)}. */
    CompletableFuture<Void> delete(String path, int version);

    /** See {@link NodeOperations#delete(String, ExpectedVersion)}. */
    CompletableFuture<Void> delete(String path, ExpectedVersion version);

    /** See {@link NodeOperations#deleteRecursive(String)}. */
    CompletableFuture<Void> deleteRecursive(String path);

    /** See {@link NodeOperations#getAcl(String)}. */
    CompletableFuture<NodeAcl> getAcl(String path);

    /** See {@link NodeOperations#setAcl(String, List)}. */
    CompletableFuture<Stat> setAcl(String path, List<Acl> acl);

    /** See {@link NodeOperations#setAcl(String, List, int)}. */
    CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int version);

    /** A new, empty transaction. */
    ZkTransaction transaction();

    /** A new, empty collection of reads. */
    ZkMultiRead multiRead();

    /** See {@link NodeOperations#countDescendants(String)}. */
    CompletableFuture<Integer> countDescendants(String path);

    /** See {@link NodeOperations#getEphemerals()}. */
    CompletableFuture<List<String>> getEphemerals();

    /** See {@link NodeOperations#getEphemerals(String)}. */
    CompletableFuture<List<String>> getEphemerals(String prefix);

    /** See {@link NodeOperations#whoAmI()}. */
    CompletableFuture<List<Identity>> whoAmI();

    /** See {@link NodeOperations#getConfig()}. */
    CompletableFuture<EnsembleConfig> getConfig();

    /** See {@link NodeOperations#getConfig(Watcher)}. */
    CompletableFuture<EnsembleConfig> getConfig(Watcher watcher);

    /** See {@link NodeOperations#reconfig(ReconfigRequest)}. */
    CompletableFuture<EnsembleConfig> reconfig(ReconfigRequest request);

    /** See {@link NodeOperations#sync(String)}. */
    CompletableFuture<Void> sync(String path);

    /**
     * See {@link NodeOperations#retry}: asks for a future again, on another thread and after the pause of the policy,
     * while it fails for a reason that passes.
     */
    <T> CompletableFuture<T> retry(Supplier<CompletableFuture<T>> calls);
}
