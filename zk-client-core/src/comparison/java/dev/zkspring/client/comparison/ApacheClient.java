package dev.zkspring.client.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Apache's client as its programmer's guide wants it used: a new handle when the session has expired. */
final class ApacheClient implements ClientUnderTest {

    private static final long RETRY_MILLIS = 100;

    private final String hosts;

    private final int sessionTimeoutMillis;

    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Daemons.named("apache"));

    private boolean closed;

    private volatile ZooKeeper handle;

    ApacheClient(String hosts, Duration sessionTimeout) {
        this.hosts = hosts;
        this.sessionTimeoutMillis = Math.toIntExact(sessionTimeout.toMillis());
        synchronized (this) {
            handle = open();
        }
    }

    @Override
    public String name() {
        return Contestant.APACHE.title();
    }

    @Override
    public CompletableFuture<Reply> get(String path) {
        ZooKeeper zooKeeper = handle;
        long session = zooKeeper.getSessionId();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        zooKeeper.getData(
                path,
                false,
                (code, node, context, data, stat) -> reply.complete(Replies.ofData(code, data, stat, session)),
                null);
        return reply;
    }

    @Override
    public CompletableFuture<Reply> children(String path) {
        ZooKeeper zooKeeper = handle;
        long session = zooKeeper.getSessionId();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        zooKeeper.getChildren(
                path,
                false,
                (code, node, context, names, stat) -> reply.complete(Replies.ofChildren(code, names, stat, session)),
                null);
        return reply;
    }

    @Override
    public CompletableFuture<Reply> set(String path, String value, int version) {
        ZooKeeper zooKeeper = handle;
        long session = zooKeeper.getSessionId();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        zooKeeper.setData(
                path,
                value.getBytes(UTF_8),
                version,
                (code, node, context, stat) -> reply.complete(Replies.ofData(code, null, stat, session)),
                null);
        return reply;
    }

    @Override
    public CompletableFuture<Reply> create(String path, String value, boolean ephemeral) {
        ZooKeeper zooKeeper = handle;
        long session = zooKeeper.getSessionId();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        zooKeeper.create(
                path,
                value.getBytes(UTF_8),
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT,
                (code, node, context, name, stat) -> reply.complete(Replies.ofData(code, null, stat, session)),
                null);
        return reply;
    }

    @Override
    public CompletableFuture<Reply> delete(String path, int version) {
        ZooKeeper zooKeeper = handle;
        long session = zooKeeper.getSessionId();
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        zooKeeper.delete(
                path,
                version,
                (code, node, context) -> reply.complete(Replies.ofData(code, null, null, session)),
                null);
        return reply;
    }

    @Override
    public AutoCloseable follow(String path, Consumer<Reply> seen) {
        return new ApacheFollower(this, path, ApacheFollower.Kind.DATA, seen).start();
    }

    @Override
    public AutoCloseable followChildren(String path, Consumer<Reply> seen) {
        return new ApacheFollower(this, path, ApacheFollower.Kind.CHILDREN, seen).start();
    }

    @Override
    public void onState(Consumer<State> listener) {
        listeners.add(listener);
    }

    @Override
    public long session() {
        return handle.getSessionId();
    }

    @Override
    public void close() {
        ZooKeeper last;
        synchronized (this) {
            closed = true;
            last = handle;
        }
        timer.shutdownNow();
        close(last);
    }

    ZooKeeper handle() {
        return handle;
    }

    /** Runs the task a little later, unless the client is closed by then. */
    void later(Runnable task) {
        if (!timer.isShutdown()) {
            timer.schedule(task, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private ZooKeeper open() {
        try {
            return new ZooKeeper(hosts, sessionTimeoutMillis, this::changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the handle that the event is of is in place. */
    private synchronized void changed(WatchedEvent event) {
        if (closed || event.getType() != Watcher.Event.EventType.None) {
            return;
        }
        switch (event.getState()) {
            case SyncConnected -> tell(State.CONNECTED);
            case Disconnected -> tell(State.SUSPENDED);
            case Expired -> renew();
            default -> {}
        }
    }

    private void renew() {
        tell(State.LOST);
        ZooKeeper expired = handle;
        handle = open();
        close(expired);
    }

    private void tell(State state) {
        listeners.forEach(listener -> listener.accept(state));
    }

    private static void close(ZooKeeper zooKeeper) {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
