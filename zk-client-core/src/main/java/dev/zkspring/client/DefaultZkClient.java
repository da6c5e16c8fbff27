package dev.zkspring.client;

import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.admin.ServerMetrics;
import dev.zkspring.client.admin.ServerStats;
import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.internal.operation.Retrying;
import dev.zkspring.client.internal.session.Session;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Waits for the answers of {@link DefaultZkAsyncClient}, and passes everything else to {@link ClientRuntime}. */
final class DefaultZkClient extends BlockingNodes implements ZkClient {

    private final ClientRuntime runtime;

    private final Session session;

    private DefaultZkClient(ClientRuntime runtime, Session session, ZkAsyncClient async, Retrying retrying) {
        super(async, runtime.blocking(), retrying);
        this.runtime = runtime;
        this.session = session;
    }

    static ZkClient create(ZkClientOptions options) {
        ClientRuntime runtime = new ClientRuntime(options);
        return new DefaultZkClient(runtime, runtime.session(), runtime.async(), runtime.retrying());
    }

    private ZkClient view(Session view) {
        Retrying retrying = runtime.retrying(view);
        return new DefaultZkClient(runtime, view, runtime.async(view, retrying), retrying);
    }

    /** What a view does not do. */
    private ClientRuntime whole(String call) {
        session.whole(call);
        return runtime;
    }

    @Override
    public ZkClient withChroot(String path) {
        return view(session.withChroot(ZkPath.validate(path)));
    }

    @Override
    public ZkClient withSession(SessionId only) {
        return view(session.withSession(only));
    }

    @Override
    public boolean isForOneSession() {
        return session.isForOneSession();
    }

    @Override
    public Watch addWatch(String path, AddWatchMode mode, Watcher watcher) {
        return blocking().check().await(async().addWatch(path, mode, watcher));
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
        whole("start()").start(timeout);
    }

    @Override
    public CompletableFuture<Void> startAsync() {
        return whole("startAsync()").startAsync();
    }

    @Override
    public void stop() {
        stop(ClientRuntime.STOP_LIMIT);
    }

    @Override
    public boolean stop(Duration timeout) {
        return whole("stop()").stop(timeout);
    }

    @Override
    public SessionId detach() {
        return detach(ClientRuntime.STOP_LIMIT);
    }

    @Override
    public SessionId detach(Duration timeout) {
        return whole("detach()").detach(timeout);
    }

    @Override
    public CompletableFuture<SessionId> detachAsync(Duration timeout) {
        return whole("detachAsync()").detachAsync(timeout);
    }

    @Override
    public void restart() {
        whole("restart()").stop(ClientRuntime.STOP_LIMIT);
        start();
    }

    @Override
    public void close() {
        if (session.isView()) {
            session.closeView();
            runtime.listeners().removeAll(session);
        } else {
            close(ClientRuntime.STOP_LIMIT);
        }
    }

    @Override
    public boolean close(Duration timeout) {
        return whole("close(Duration)").close(timeout);
    }

    @Override
    public ConnectionState state() {
        return session.snapshot().phase().connectionState();
    }

    @Override
    public ClientState clientState() {
        return session.snapshot().phase().clientState();
    }

    @Override
    public boolean isConnected() {
        return state() == ConnectionState.CONNECTED;
    }

    @Override
    public @Nullable SessionId sessionId() {
        return ClientRuntime.describe(session);
    }

    @Override
    public Duration negotiatedTimeout() {
        return session.snapshot().negotiatedTimeout();
    }

    @Override
    public long lastZxid() {
        return session.lastZxid();
    }

    @Override
    public @Nullable ServerAddress server() {
        return session.snapshot().server();
    }

    @Override
    public @Nullable ServerVersion serverVersion() {
        return session.snapshot().serverVersion();
    }

    @Override
    public List<ServerAddress> hosts() {
        return session.hosts();
    }

    @Override
    public void setHosts(String hosts) {
        whole("setHosts()").setHosts(hosts);
    }

    @Override
    public Map<ServerAddress, String> connectFailures() {
        return runtime.session().connectFailures();
    }

    @Override
    public String chroot() {
        return session.chroot().prefix();
    }

    @Override
    public String clientName() {
        return runtime.options().clientName();
    }

    @Override
    public void addAuth(String scheme, String credential) {
        addAuth(AuthInfo.of(scheme, credential));
    }

    @Override
    public void addAuth(AuthInfo credential) {
        blocking().check().await(async().addAuth(credential));
    }

    @Override
    public void addListener(ConnectionListener listener) {
        if (!session.isClosedView()) {
            runtime.listeners().add(listener, session);
        }
    }

    @Override
    public void removeListener(ConnectionListener listener) {
        runtime.listeners().remove(listener, session);
    }

    @Override
    public List<ConnectionListener> listeners() {
        return runtime.listeners().all(session);
    }

    @Override
    public void addObserver(ClientObserver observer) {
        whole("addObserver()").observers().add(observer);
    }

    @Override
    public void removeObserver(ClientObserver observer) {
        whole("removeObserver()").observers().remove(observer);
    }

    @Override
    public ClientStatistics statistics() {
        return session.statistics();
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
