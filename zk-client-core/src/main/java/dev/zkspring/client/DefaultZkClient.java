package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Waits for the answers of {@link DefaultZkAsyncClient}, and passes everything else to {@link ClientRuntime}. */
final class DefaultZkClient extends BlockingNodes implements ZkClient {

    private final ClientRuntime runtime;

    private DefaultZkClient(ClientRuntime runtime) {
        super(runtime.async(), runtime.blocking(), runtime.retrying());
        this.runtime = runtime;
    }

    static ZkClient create(ZkClientOptions options) {
        return new DefaultZkClient(new ClientRuntime(options));
    }

    @Override
    public boolean removeWatcher(String path, Watcher watcher) {
        return blocking().check().await(async().removeWatcher(path, watcher));
    }

    @Override
    public String command(String word) {
        return blocking().check().await(async().command(word));
    }

    @Override
    public String command(String word, ServerAddress server) {
        return blocking().check().await(async().command(word, server));
    }

    @Override
    public Map<ServerAddress, CommandAnswer> commandAll(FourLetterWord word) {
        return blocking().check().await(async().commandAll(word));
    }

    @Override
    public Map<ServerAddress, CommandAnswer> commandAll(FourLetterWord word, Duration limit) {
        return blocking().check().await(async().commandAll(word, limit));
    }

    @Override
    public ServerStats serverStats() {
        return blocking().check().await(async().serverStats());
    }

    @Override
    public ServerStats serverStats(ServerAddress server) {
        return blocking().check().await(async().serverStats(server));
    }

    @Override
    public ServerMetrics metrics() {
        return blocking().check().await(async().metrics());
    }

    @Override
    public ServerMetrics metrics(ServerAddress server) {
        return blocking().check().await(async().metrics(server));
    }

    @Override
    public void start() {
        start(runtime.options().startTimeout());
    }

    @Override
    public void start(Duration timeout) {
        runtime.start(timeout);
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        return runtime.startAsync();
    }

    @Override
    public void stop() {
        runtime.stop(ClientRuntime.STOP_LIMIT);
    }

    @Override
    public SessionId detach() {
        return detach(ClientRuntime.STOP_LIMIT);
    }

    @Override
    public SessionId detach(Duration timeout) {
        return runtime.detach(timeout);
    }

    @Override
    public CompletableFuture<SessionId> detachAsync(Duration timeout) {
        return runtime.detachAsync(timeout);
    }

    @Override
    public void restart() {
        stop();
        start();
    }

    @Override
    public void close() {
        close(ClientRuntime.STOP_LIMIT);
    }

    @Override
    public boolean close(Duration timeout) {
        return runtime.close(timeout);
    }

    @Override
    public ConnectionState state() {
        return runtime.snapshot().phase().connectionState();
    }

    @Override
    public ClientState clientState() {
        return runtime.snapshot().phase().clientState();
    }

    @Override
    public boolean isConnected() {
        return state() == ConnectionState.CONNECTED;
    }

    @Override
    public @Nullable SessionId sessionId() {
        return runtime.sessionId();
    }

    @Override
    public Duration negotiatedTimeout() {
        return runtime.snapshot().negotiatedTimeout();
    }

    @Override
    public long lastZxid() {
        return runtime.session().lastZxid();
    }

    @Override
    public @Nullable ServerAddress server() {
        return runtime.snapshot().server();
    }

    @Override
    public @Nullable ServerVersion serverVersion() {
        return runtime.snapshot().serverVersion();
    }

    @Override
    public List<ServerAddress> hosts() {
        return runtime.options().hosts();
    }

    @Override
    public Map<ServerAddress, String> connectFailures() {
        return runtime.session().connectFailures();
    }

    @Override
    public String chroot() {
        return runtime.options().chroot();
    }

    @Override
    public String clientName() {
        return runtime.options().clientName();
    }

    @Override
    public void addListener(ConnectionListener listener) {
        runtime.listeners().add(listener);
    }

    @Override
    public void removeListener(ConnectionListener listener) {
        runtime.listeners().remove(listener);
    }

    @Override
    public List<ConnectionListener> listeners() {
        return runtime.listeners().all();
    }

    @Override
    public Executor serialExecutor(String description) {
        return runtime.callbacks().serialExecutor(description);
    }

    /** Name, state and servers; nothing secret. */
    @Override
    public String toString() {
        return "ZkClient[" + clientName() + ", " + clientState() + ", " + hosts() + chroot() + "]";
    }
}
