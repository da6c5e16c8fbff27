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
import dev.zkspring.client.internal.operation.Retrying;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits for the answers of an asynchronous client to the calls on nodes. */
abstract class BlockingNodes implements NodeOperations {

    private final ZkAsyncClient async;

    private final Blocking blocking;

    private final Retrying retrying;

    BlockingNodes(ZkAsyncClient async, Blocking blocking, Retrying retrying) {
        this.async = async;
        this.blocking = blocking;
        this.retrying = retrying;
    }

    public final ZkAsyncClient async() {
        return async;
    }

    final Blocking blocking() {
        return blocking;
    }

    @Override
    public String create(String path, byte @Nullable [] data) {
        return blocking.check().await(async.create(path, data));
    }

    @Override
    public String create(String path, byte @Nullable [] data, CreateMode mode) {
        return blocking.check().await(async.create(path, data, mode));
    }

    @Override
    public CreateResult create(CreateRequest request) {
        return blocking.check().await(async.create(request));
    }

    @Override
    public boolean ensurePath(String path) {
        return blocking.check().await(async.ensurePath(path));
    }

    @Override
    public boolean ensurePath(String path, List<Acl> acl) {
        return blocking.check().await(async.ensurePath(path, acl));
    }

    @Override
    public @Nullable Stat exists(String path) {
        return blocking.check().await(async.exists(path));
    }

    @Override
    public @Nullable Stat exists(String path, Watcher watcher) {
        return blocking.check().await(async.exists(path, watcher));
    }

    @Override
    public NodeData get(String path) {
        return blocking.check().await(async.get(path));
    }

    @Override
    public NodeData get(String path, Watcher watcher) {
        return blocking.check().await(async.get(path, watcher));
    }

    @Override
    public List<String> getChildren(String path) {
        return blocking.check().await(async.getChildren(path));
    }

    @Override
    public List<String> getChildren(String path, Watcher watcher) {
        return blocking.check().await(async.getChildren(path, watcher));
    }

    @Override
    public Children getChildrenAndStat(String path) {
        return blocking.check().await(async.getChildrenAndStat(path));
    }

    @Override
    public Children getChildrenAndStat(String path, Watcher watcher) {
        return blocking.check().await(async.getChildrenAndStat(path, watcher));
    }

    @Override
    public Stat set(String path, byte @Nullable [] data) {
        return blocking.check().await(async.set(path, data));
    }

    @Override
    public Stat set(String path, byte @Nullable [] data, int version) {
        return blocking.check().await(async.set(path, data, version));
    }

    @Override
    public Stat set(String path, byte @Nullable [] data, ExpectedVersion version) {
        return blocking.check().await(async.set(path, data, version));
    }

    @Override
    public void delete(String path) {
        blocking.check().await(async.delete(path));
    }

    @Override
    public void delete(String path, int version) {
        blocking.check().await(async.delete(path, version));
    }

    @Override
    public void delete(String path, ExpectedVersion version) {
        blocking.check().await(async.delete(path, version));
    }

    @Override
    public void deleteRecursive(String path) {
        blocking.check().await(async.deleteRecursive(path));
    }

    @Override
    public NodeAcl getAcl(String path) {
        return blocking.check().await(async.getAcl(path));
    }

    @Override
    public Stat setAcl(String path, List<Acl> acl) {
        return blocking.check().await(async.setAcl(path, acl));
    }

    @Override
    public Stat setAcl(String path, List<Acl> acl, int version) {
        return blocking.check().await(async.setAcl(path, acl, version));
    }

    @Override
    public ZkTransaction transaction() {
        return async.transaction();
    }

    @Override
    public ZkMultiRead multiRead() {
        return async.multiRead();
    }

    @Override
    public int countDescendants(String path) {
        return blocking.check().await(async.countDescendants(path));
    }

    @Override
    public List<String> getEphemerals() {
        return blocking.check().await(async.getEphemerals());
    }

    @Override
    public List<String> getEphemerals(String prefix) {
        return blocking.check().await(async.getEphemerals(prefix));
    }

    @Override
    public List<Identity> whoAmI() {
        return blocking.check().await(async.whoAmI());
    }

    @Override
    public EnsembleConfig getConfig() {
        return blocking.check().await(async.getConfig());
    }

    @Override
    public EnsembleConfig getConfig(Watcher watcher) {
        return blocking.check().await(async.getConfig(watcher));
    }

    @Override
    public EnsembleConfig reconfig(ReconfigRequest request) {
        return blocking.check().await(async.reconfig(request));
    }

    @Override
    public void sync(String path) {
        blocking.check().await(async.sync(path));
    }

    @Override
    public <T> T retry(Callable<T> calls) throws Exception {
        return retrying.call(calls);
    }
}
