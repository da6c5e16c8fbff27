package dev.zkspring.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
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

        private final Watcher watcher;

        private final CompletableFuture<Object> answer = new CompletableFuture<>();

        private final FakeClient client;

        Read(FakeClient client, String operation, Watcher watcher) {
            this.client = client;
            this.operation = operation;
            this.watcher = watcher;
        }

        Read succeed(Object result) {
            answer.complete(result);
            client.queue.runAll();
            return this;
        }

        Read refuse(int error) {
            answer.completeExceptionally(
                    Failure.answered(error, operation, "/node").toException(null));
            client.queue.runAll();
            return this;
        }

        Read fail(ErrorCode code) {
            answer.completeExceptionally(Failure.local(code, Outcome.NOT_SENT, operation, "/node", null)
                    .toException(null));
            client.queue.runAll();
            return this;
        }

        /** The watch that this read armed fires. */
        WatchEvent fire(WatchEvent.Type type) {
            WatchEvent event = new WatchEvent(type, "/node", -1);
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

    boolean connected = true;

    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

    private final ZkAsyncClient async =
            proxy(ZkAsyncClient.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "get", "getChildren", "exists" -> {
                    assertThat(arguments[0]).isEqualTo("/node");
                    Read read = new Read(this, method.getName(), (Watcher) arguments[1]);
                    reads.add(read);
                    yield read.answer;
                }
                case "removeWatcher" -> {
                    removals++;
                    yield CompletableFuture.completedFuture(true);
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    final ZkClient client = proxy(ZkClient.class, (proxy, method, arguments) -> switch (method.getName()) {
        case "async" -> async;
        case "serialExecutor" -> queue;
        case "isConnected" -> connected;
        case "addListener" -> listeners.add((ConnectionListener) arguments[0]);
        case "removeListener" -> listeners.remove(arguments[0]);
        default -> throw new UnsupportedOperationException(method.getName());
    });

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result = handler.invoke(proxy, method, args);
            return method.getReturnType() == void.class ? null : result;
        }));
    }

    /** The read that must have been made. */
    Read expect(String operation) {
        queue.runAll();
        Read read = reads.poll();
        assertThat(read).as("read by the watch").isNotNull();
        assertThat(read.operation).isEqualTo(operation);
        return read;
    }

    boolean hasRead() {
        queue.runAll();
        return !reads.isEmpty();
    }

    void expectNothing() {
        assertThat(hasRead()).as("a read by the watch").isFalse();
    }

    void announceConnected() throws Exception {
        ConnectionEvent event = new ConnectionEvent(
                ConnectionState.CONNECTED, ConnectionState.LOST, ClientState.CONNECTED, 1, true, null, null, null);
        for (ConnectionListener listener : List.copyOf(listeners)) {
            listener.stateChanged(event);
        }
        queue.runAll();
    }
}
