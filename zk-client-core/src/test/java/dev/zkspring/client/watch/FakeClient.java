package dev.zkspring.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.watch.ManualExecutor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** As much of a client as a watch uses: reads wait until the test answers them, nothing runs by itself. */
final class FakeClient {

    /** A read that the watch made. */
    static final class Read {

        final String operation;

        final String path;

        private final Watcher watcher;

        private final CompletableFuture<Object> answer = new CompletableFuture<>();

        private final FakeClient client;

        Read(FakeClient client, String operation, String path, Watcher watcher) {
            this.client = client;
            this.operation = operation;
            this.path = path;
            this.watcher = watcher;
        }

        Read succeed(Object result) {
            answer.complete(result);
            client.queue.runAll();
            return this;
        }

        Read refuse(int error) {
            answer.completeExceptionally(
                    Failure.answered(error, operation, path).toException(null));
            client.queue.runAll();
            return this;
        }

        Read fail(ErrorCode code) {
            answer.completeExceptionally(
                    Failure.local(code, Outcome.NOT_SENT, operation, path, null).toException(null));
            client.queue.runAll();
            return this;
        }

        boolean isArming() {
            return watcher != null;
        }

        /** The watch that this read armed fires. */
        WatchEvent fire(WatchEvent.Type type) {
            return fire(type, path);
        }

        /** The recursive watch that this request armed fires for a node. */
        WatchEvent fire(WatchEvent.Type type, String at) {
            WatchEvent event = new WatchEvent(type, at, -1);
            try {
                watcher.process(event);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            client.queue.runAll();
            return event;
        }
    }

    final ManualExecutor queue = new ManualExecutor();

    final List<ConnectionListener> listeners = new ArrayList<>();

    /** How often a watcher was taken off. */
    int removals;

    /** What it was taken off. */
    final List<String> removed = new ArrayList<>();

    boolean connected = true;

    long session = 1;

    /** Whether the server has recursive watches. */
    boolean recursive = true;

    /** Why recursive watches cannot be armed at present, {@code null} if they can. */
    ErrorCode armingFails;

    /** Whether the client is a view for one session. */
    boolean forOneSession;

    /** Which handles of recursive watches were closed. */
    int closedWatches;

    /** The recursive watch armed last. */
    Read armed;

    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

    private final ZkAsyncClient async =
            proxy(ZkAsyncClient.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "get", "getChildren", "exists" ->
                    read(method.getName(), (String) arguments[0], arguments.length == 1 ? null : (Watcher) arguments[1])
                            .answer;
                case "removeWatcher" -> {
                    removals++;
                    removed.add((String) arguments[0]);
                    yield CompletableFuture.completedFuture(true);
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    final ZkClient client = proxy(ZkClient.class, (proxy, method, arguments) -> switch (method.getName()) {
        case "async" -> async;
        case "serialExecutor" -> queue;
        case "isConnected" -> connected;
        case "isForOneSession" -> forOneSession;
        case "sessionId" -> connected ? new SessionId(session, new byte[16]) : null;
        case "addListener" -> listeners.add((ConnectionListener) arguments[0]);
        case "removeListener" -> listeners.remove(arguments[0]);
        default -> throw new UnsupportedOperationException(method.getName());
    });

    private Read read(String operation, String path, Watcher watcher) {
        Read read = new Read(this, operation, path, watcher);
        reads.add(read);
        return read;
    }

    /** The server's answer to a recursive watch; armed at once, since nothing but its events is of interest. */
    CompletableFuture<Watch> addRecursive(String path, Watcher watcher) {
        ErrorCode failure = recursive ? armingFails : ErrorCode.UNSUPPORTED_BY_SERVER;
        if (failure != null) {
            return CompletableFuture.failedFuture(Failure.local(failure, Outcome.NOT_SENT, "addWatch", path, null)
                    .toException(null));
        }
        armed = new Read(this, "addWatch", path, watcher);
        return CompletableFuture.completedFuture(proxy(Watch.class, (proxy, method, arguments) -> {
            closedWatches++;
            return null;
        }));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result = handler.invoke(proxy, method, args);
            return method.getReturnType() == void.class ? null : result;
        }));
    }

    /** The read of the watched node that must have been made. */
    Read expect(String operation) {
        return expect(operation, "/node");
    }

    /** The read that must have been made. */
    Read expect(String operation, String path) {
        queue.runAll();
        Read read = reads.poll();
        assertThat(read).as("read by the watch").isNotNull();
        assertThat(read.operation + " " + read.path).isEqualTo(operation + " " + path);
        return read;
    }

    /** The oldest read that waits for an answer; there must be one. */
    Read next() {
        return reads.remove();
    }

    boolean hasRead() {
        queue.runAll();
        return !reads.isEmpty();
    }

    /** Whether a read waits for an answer; the watch does nothing meanwhile. */
    boolean isAsked() {
        return !reads.isEmpty();
    }

    void expectNothing() {
        assertThat(hasRead()).as("a read by the watch").isFalse();
    }

    /** How many reads wait for an answer. */
    int waiting() {
        queue.runAll();
        return reads.size();
    }

    void announceConnected() throws Exception {
        announce(new ConnectionEvent(
                ConnectionState.CONNECTED,
                ConnectionState.LOST,
                ClientState.CONNECTED,
                session,
                true,
                null,
                null,
                null));
    }

    void announceSuspended() throws Exception {
        announce(new ConnectionEvent(
                ConnectionState.SUSPENDED,
                ConnectionState.CONNECTED,
                ClientState.CONNECTING,
                session,
                false,
                null,
                null,
                null));
    }

    private void announce(ConnectionEvent event) throws Exception {
        for (ConnectionListener listener : List.copyOf(listeners)) {
            listener.stateChanged(event);
        }
        queue.runAll();
    }
}
