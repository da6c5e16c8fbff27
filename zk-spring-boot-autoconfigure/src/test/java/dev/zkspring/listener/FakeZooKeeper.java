package dev.zkspring.listener;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mockito.stubbing.Answer;

/** Nodes and one-shot watchers in memory, behind a client that answers at once and calls back on its own threads. */
public final class FakeZooKeeper implements AutoCloseable {

    public static final String THREAD_NAME = "fake-callback";

    private final Map<String, NodeData> nodes = new TreeMap<>();

    private final Set<String> forbidden = new HashSet<>();

    private final Map<String, Set<Watcher>> dataWatchers = new TreeMap<>();

    private final Map<String, Set<Watcher>> childWatchers = new TreeMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, THREAD_NAME);
        thread.setDaemon(true);
        return thread;
    });

    private final ZkClient client = mock(ZkClient.class);

    private long zxid;

    public FakeZooKeeper() {
        ZkAsyncClient async = mock(ZkAsyncClient.class);
        when(client.async()).thenReturn(async);
        when(client.clientName()).thenReturn("fake");
        when(client.state()).thenReturn(ConnectionState.CONNECTED);
        when(client.clientState()).thenReturn(ClientState.CONNECTED);
        when(client.serialExecutor(anyString())).thenAnswer(call -> serialExecutor());
        when(async.get(anyString(), any())).thenAnswer(reply(this::get));
        when(async.exists(anyString(), any(Watcher.class))).thenAnswer(reply(this::exists));
        when(async.getChildren(anyString(), any())).thenAnswer(reply(this::getChildren));
        when(async.removeWatcher(anyString(), any())).thenAnswer(reply(this::removeWatcher));
    }

    public ZkClient client() {
        return client;
    }

    public FakeZooKeeper set(String path, String text) {
        return set(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates the node or changes its data. */
    public synchronized FakeZooKeeper set(String path, byte[] data) {
        NodeData before = nodes.get(path);
        long now = ++zxid;
        long created = before == null ? now : before.stat().czxid();
        int version = before == null ? 0 : before.stat().version() + 1;
        int length = data == null ? 0 : data.length;
        nodes.put(path, new NodeData(data, new Stat(created, now, created, now, version, 0, 0, 0, length, 0, now)));
        fire(dataWatchers, path, before == null ? WatchEvent.Type.NODE_CREATED : WatchEvent.Type.NODE_DATA_CHANGED);
        if (before == null) {
            fire(childWatchers, parent(path), WatchEvent.Type.NODE_CHILDREN_CHANGED);
        }
        return this;
    }

    public synchronized void delete(String path) {
        nodes.remove(path);
        zxid++;
        fire(dataWatchers, path, WatchEvent.Type.NODE_DELETED);
        fire(childWatchers, path, WatchEvent.Type.NODE_DELETED);
        fire(childWatchers, parent(path), WatchEvent.Type.NODE_CHILDREN_CHANGED);
    }

    /** Lets reads of the node fail for want of authorization, from now on. */
    public synchronized void forbid(String path) {
        forbidden.add(path);
    }

    public synchronized void allow(String path) {
        forbidden.remove(path);
    }

    /** Whether somebody waits for the next change of the node's data. */
    public synchronized boolean isWatched(String path) {
        return dataWatchers.containsKey(path) || childWatchers.containsKey(path);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private NodeData get(String path, Watcher watcher) {
        NodeData node = require(path, "getData");
        arm(dataWatchers, path, watcher);
        return node;
    }

    private Stat exists(String path, Watcher watcher) {
        arm(dataWatchers, path, watcher);
        NodeData node = nodes.get(path);
        return node == null ? null : node.stat();
    }

    private List<String> getChildren(String path, Watcher watcher) {
        require(path, "getChildren");
        arm(childWatchers, path, watcher);
        return nodes.keySet().stream()
                .filter(node -> !node.equals(path) && parent(node).equals(path))
                .map(node -> node.substring(node.lastIndexOf('/') + 1))
                .toList();
    }

    private Boolean removeWatcher(String path, Watcher watcher) {
        boolean data = disarm(dataWatchers, path, watcher);
        return disarm(childWatchers, path, watcher) || data;
    }

    private NodeData require(String path, String operation) {
        if (forbidden.contains(path)) {
            throw Failure.answered(ErrorCode.NO_AUTH.number(), operation, path).toException(null);
        }
        NodeData node = nodes.get(path);
        if (node == null) {
            throw Failure.answered(ErrorCode.NO_NODE.number(), operation, path).toException(null);
        }
        return node;
    }

    private static void arm(Map<String, Set<Watcher>> watchers, String path, Watcher watcher) {
        watchers.computeIfAbsent(path, key -> new HashSet<>()).add(watcher);
    }

    private static boolean disarm(Map<String, Set<Watcher>> watchers, String path, Watcher watcher) {
        boolean removed = watchers.getOrDefault(path, new HashSet<>()).remove(watcher);
        watchers.values().removeIf(Set::isEmpty);
        return removed;
    }

    private void fire(Map<String, Set<Watcher>> watchers, String path, WatchEvent.Type type) {
        Set<Watcher> fired = watchers.remove(path);
        if (fired != null) {
            WatchEvent event = new WatchEvent(type, path, zxid);
            fired.forEach(watcher -> threads.execute(() -> process(watcher, event)));
        }
    }

    private static void process(Watcher watcher, WatchEvent event) {
        try {
            watcher.process(event);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Executor serialExecutor() {
        CompletableFuture<?>[] last = {CompletableFuture.completedFuture(null)};
        return task -> {
            synchronized (last) {
                last[0] = last[0].handleAsync(
                        (result, error) -> {
                            task.run();
                            return null;
                        },
                        threads);
            }
        };
    }

    private <T> Answer<CompletableFuture<T>> reply(Operation<T> operation) {
        return call -> {
            synchronized (this) {
                try {
                    return CompletableFuture.completedFuture(operation.run(call.getArgument(0), call.getArgument(1)));
                } catch (RuntimeException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
        };
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private interface Operation<T> {
        T run(String path, Watcher watcher);
    }
}
