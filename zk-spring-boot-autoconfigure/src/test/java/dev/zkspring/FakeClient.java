package dev.zkspring;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ZkException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A client without a server, whose connection changes as the test says. */
public final class FakeClient {

    public static final ServerAddress SERVER = new ServerAddress("localhost", 2181);

    public static final long SESSION = 0x1000_0001L;

    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(FakeClient::callbackThread);

    private final ZkClient client = mock(ZkClient.class);

    private ConnectionState state = ConnectionState.LOST;

    public FakeClient() {
        this("fake");
    }

    public FakeClient(String name) {
        willAnswer(call -> listeners.add(call.getArgument(0))).given(client).addListener(any());
        willAnswer(call -> end()).given(client).stop(any());
        given(client.serialExecutor(anyString())).willReturn(callbacks);
        given(client.startAsync()).willReturn(new CompletableFuture<>());
        given(client.clientName()).willReturn(name);
        given(client.hosts()).willReturn(List.of(SERVER));
        given(client.connectFailures()).willReturn(Map.of());
        given(client.clientState()).willReturn(ClientState.CLOSED);
    }

    private static Thread callbackThread(Runnable task) {
        Thread thread = new Thread(task, "fake-callback");
        thread.setDaemon(true);
        return thread;
    }

    public ZkClient client() {
        return client;
    }

    /** A failure as the client throws it. */
    public static ZkException failure(ErrorCode code, String detail) {
        return Failure.local(code, Outcome.NOT_SENT, "start", null, detail).toException(null);
    }

    public void connect() {
        emit(ConnectionState.CONNECTED, ClientState.CONNECTED, true, null);
    }

    public void reconnect() {
        emit(ConnectionState.CONNECTED, ClientState.CONNECTED_RO, false, null);
    }

    public void suspend() {
        emit(ConnectionState.SUSPENDED, ClientState.CONNECTING, false, null);
    }

    public void lose(LostReason reason) {
        emit(ConnectionState.LOST, ClientState.EXPIRED_SESSION, false, reason);
    }

    private boolean end() {
        if (state != ConnectionState.LOST) {
            lose(LostReason.CLOSED);
        }
        return true;
    }

    private void emit(ConnectionState to, ClientState clientState, boolean newSession, @Nullable LostReason reason) {
        ConnectionEvent event = new ConnectionEvent(to, state, clientState, SESSION, newSession, SERVER, reason, null);
        state = to;
        listeners.forEach(listener -> callbacks.execute(() -> tell(listener, event)));
    }

    private static void tell(ConnectionListener listener, ConnectionEvent event) {
        try {
            listener.stateChanged(event);
        } catch (Exception e) {
            throw new AssertionError("a listener must not throw", e);
        }
    }
}
