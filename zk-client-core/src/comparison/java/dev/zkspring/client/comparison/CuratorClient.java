package dev.zkspring.client.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.Reply;
import dev.zkspring.client.faults.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CreateBuilderMain;
import org.apache.curator.framework.api.DeleteBuilderMain;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** Curator in background mode with the retry policy of its getting-started page, and {@link CuratorCache} to follow. */
final class CuratorClient implements ClientUnderTest {

    private static final int RETRIES = 3;

    private static final int FIRST_RETRY_MILLIS = 1_000;

    private final boolean idempotent;

    private final CuratorFramework curator;

    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

    private volatile @Nullable ZooKeeper handle;

    /** @param idempotent whether changes are made with Curator's option of this name */
    CuratorClient(String hosts, Duration sessionTimeout, boolean idempotent) {
        this.idempotent = idempotent;
        int timeout = Math.toIntExact(sessionTimeout.toMillis());
        curator = CuratorFrameworkFactory.builder()
                .connectString(hosts)
                .sessionTimeoutMs(timeout)
                .connectionTimeoutMs(timeout)
                .retryPolicy(new ExponentialBackoffRetry(FIRST_RETRY_MILLIS, RETRIES))
                // It would go to the servers' own addresses, past the faults.
                .ensembleTracker(false)
                .zookeeperFactory(this::open)
                .build();
        curator.getConnectionStateListenable().addListener((client, state) -> changed(state));
        curator.start();
    }

    @Override
    public String name() {
        return idempotent ? Contestant.CURATOR_IDEMPOTENT.title() : Contestant.CURATOR.title();
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        return call(reply -> curator.getData().inBackground(reply).forPath(path));
    }

    @Override
    public CompletableFuture<Reply> children(String path) {
        return call(reply -> curator.getChildren().inBackground(reply).forPath(path));
    }

    @Override
    public CompletableFuture<Reply> set(String path, String value, int version) {
        byte[] data = value.getBytes(UTF_8);
        return call(reply -> (idempotent ? curator.setData().idempotent() : curator.setData())
                .withVersion(version)
                .inBackground(reply)
                .forPath(path, data));
    }

    @Override
    public CompletableFuture<Reply> create(String path, String value, boolean ephemeral) {
        byte[] data = value.getBytes(UTF_8);
        CreateMode mode = ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
        return call(reply -> {
            if (idempotent) {
                curator.create().idempotent().withMode(mode).inBackground(reply).forPath(path, data);
            } else {
                CreateBuilderMain create = curator.create();
                create.withMode(mode).inBackground(reply).forPath(path, data);
            }
        });
    }

    @Override
    public CompletableFuture<Reply> delete(String path, int version) {
        return call(reply -> {
            DeleteBuilderMain delete = idempotent ? curator.delete().idempotent() : curator.delete();
            delete.withVersion(version).inBackground(reply).forPath(path);
        });
    }

    @Override
    public AutoCloseable follow(String path, Consumer<Reply> seen) {
        CuratorCache cache = CuratorCache.build(curator, path, CuratorCache.Options.SINGLE_NODE_CACHE);
        cache.listenable().addListener((type, before, after) -> seen.accept(state(type, after)));
        cache.start();
        return cache;
    }

    @Override
    public AutoCloseable followChildren(String path, Consumer<Reply> seen) {
        CuratorCache cache = CuratorCache.build(curator, path);
        cache.listenable().addListener((type, before, after) -> seen.accept(names(cache, path)));
        cache.start();
        return cache;
    }

    @Override
    public void onState(Consumer<State> listener) {
        listeners.add(listener);
    }

    @Override
    public long session() {
        ZooKeeper current = handle;
        return current == null ? 0 : current.getSessionId();
    }

    @Override
    public void close() {
        curator.close();
    }

    /** Remembers the handle that Curator works with: asking Curator for it has effects on its connection. */
    private ZooKeeper open(String hosts, int sessionTimeout, Watcher watcher, boolean readOnly) throws Exception {
        ZooKeeper opened = new ZooKeeper(hosts, sessionTimeout, watcher, readOnly);
        handle = opened;
        return opened;
    }

    private CompletableFuture<Reply> call(Call call) {
        long session = session();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try {
            call.begin((client, event) -> reply.complete(
                    event.getChildren() == null
                            ? Replies.ofData(event.getResultCode(), event.getData(), event.getStat(), session)
                            : Replies.ofChildren(
                                    event.getResultCode(), event.getChildren(), event.getStat(), session)));
        } catch (Exception e) {
            reply.complete(new Reply(Result.UNKNOWN, null, -1, -1, -1, -1, session, e));
        }
        return reply;
    }

    private Reply state(CuratorCacheListener.Type type, @Nullable ChildData node) {
        if (type == CuratorCacheListener.Type.NODE_DELETED || node == null) {
            return new Reply(Result.NO_NODE, null, -1, -1, -1, -1, session(), null);
        }
        return Replies.ofData(0, node.getData(), node.getStat(), session());
    }

    /** The cache holds the whole tree below the node, and keeps no list of children with a version of its own. */
    private Reply names(CuratorCache cache, String path) {
        Optional<ChildData> parent = cache.get(path);
        if (parent.isEmpty()) {
            return new Reply(Result.NO_NODE, null, -1, -1, -1, -1, session(), null);
        }
        List<String> names = cache.stream()
                .map(ChildData::getPath)
                .filter(child -> child.length() > path.length())
                .map(child -> child.substring(path.length() + 1))
                .toList();
        return Replies.ofChildren(0, names, null, session());
    }

    private void changed(ConnectionState state) {
        switch (state) {
            case CONNECTED, RECONNECTED -> tell(State.CONNECTED);
            case SUSPENDED -> tell(State.SUSPENDED);
            case LOST -> tell(State.LOST);
            case READ_ONLY -> {}
        }
    }

    private void tell(State state) {
        listeners.forEach(listener -> listener.accept(state));
    }

    /** A call that declares every exception there is. */
    private interface Call {

        void begin(BackgroundCallback reply) throws Exception;
    }
}
