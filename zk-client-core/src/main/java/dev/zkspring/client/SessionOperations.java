package dev.zkspring.client;

import dev.zkspring.client.config.AuthInfo;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Life and state of the client. State is read without waiting, from any thread. */
public interface SessionOperations {

    /** As {@link #start(Duration)} with the builder's {@code startTimeout}. */
    void start();

    /**
     * Begins to connect and waits until connected. Idempotent: on a started client it only waits.
     *
     * @throws dev.zkspring.client.error.ConnectFailedException when not connected in time; the message names each host
     *     and its reason, and the client goes on trying until it is stopped
     * @throws dev.zkspring.client.error.ClientClosedException when the connection retry policy gave up or the client
     *     was stopped meanwhile
     * @throws dev.zkspring.client.error.AuthFailedException when a server refused the client's credentials or SASL
     *     failed; the client does not try again before the next start
     * @throws IllegalStateException after {@link #close()}, and on the client's event loop
     */
    void start(Duration timeout);

    /**
     * Begins to connect. The future completes when first connected, and fails only when the client is stopped before,
     * the connection retry policy gives up or authentication fails.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    CompletableFuture<Void> startAsync();

    /**
     * Sends what was submitted before, closes the session on the server, so that its ephemeral nodes are gone, and
     * waits for that at most 10 s. The client can be started again. Idempotent; may be called from a listener.
     */
    void stop();

    /**
     * As {@link #stop()}, waiting at most so long, also for a stop that is under way.
     *
     * @return false if the session was not closed on the server and lives there until it expires
     */
    boolean stop(Duration timeout);

    /** {@link #stop()}, then {@link #start()}: a new session. */
    void restart();

    /** As {@link #detach(Duration)}, waiting at most 10 s. */
    SessionId detach();

    /**
     * Leaves the session, with its ephemeral nodes, alive on the servers: takes no more requests, waits for the answers
     * to those made before, and ends the connection without a word. The client is stopped then, its listeners see
     * {@code LOST} with {@code DETACHED}; a later start opens a new session. Whoever gives the result to {@link
     * ZkClientBuilder#sessionId} within the session's timeout goes on with the session. May be called from a listener.
     *
     * @param timeout how long to wait for answers; calls not answered then fail, their outcome unknown
     * @throws dev.zkspring.client.error.ConnectionLossException when not connected; the client goes on as it was, and a
     *     stop that follows leaves a session alone that is still to be resumed
     * @throws dev.zkspring.client.error.NotReadOnlyException when connected read-only: such a session cannot be kept
     * @throws dev.zkspring.client.error.ClientClosedException when not started, or being stopped
     */
    SessionId detach(Duration timeout);

    /** {@link #detach(Duration)} as a future. */
    CompletableFuture<SessionId> detachAsync(Duration timeout);

    /** {@link #stop()}, then gives all threads back. The client cannot be started again. Idempotent. */
    void close();

    /**
     * As {@link #close()}, waiting at most so long.
     *
     * @return false if the session was not closed on the server and lives there until it expires
     */
    boolean close(Duration timeout);

    ConnectionState state();

    ClientState clientState();

    /** Whether connected, read-only or not. */
    boolean isConnected();

    /**
     * The current session with what is known of it now, {@code null} when {@link ConnectionState#LOST}. Saved somewhere,
     * it lets another process go on with the session should this one die.
     */
    @Nullable
    SessionId sessionId();

    /** Session timeout as negotiated with the server, zero while there is no session. */
    Duration negotiatedTimeout();

    /** Highest transaction id seen in an answer within this session. */
    long lastZxid();

    /** The server that the client is connected to, {@code null} if to none. */
    @Nullable
    ServerAddress server();

    /**
     * The version of the connected server as read when connecting, {@code null} if there is none. Of a server that does
     * not tell, because {@code srvr} is not in its whitelist, the oldest version that knows what it knows, or {@code
     * null} if even that cannot be found out.
     */
    @Nullable
    ServerVersion serverVersion();

    /** The servers as configured, or as set last, in that order. */
    List<ServerAddress> hosts();

    /**
     * Gives the client other servers, in the form of the builder's {@code hosts}. A client that is looking for a server
     * does so among these at once. One that is connected stays where it is, unless its server is no longer among them,
     * neither by name nor by address: then it goes on with its session on another. Returns without waiting for that.
     *
     * @throws dev.zkspring.client.error.InvalidHostsException names what cannot be read, or a chroot other than the
     *     client's, which cannot change
     */
    void setHosts(String hosts);

    /** Why each server could not be used at the last try; empty when connected or stopped. */
    Map<ServerAddress, String> connectFailures();

    /** Prefix of all paths on the server, empty for none. */
    String chroot();

    /** The name in threads and logs. */
    String clientName();

    /** As {@link #addAuth(AuthInfo)} with a credential that is text, for example {@code user:password}. */
    void addAuth(String scheme, String credential);

    /** As {@link AsyncSessionOperations#addAuth(AuthInfo)}, and waits for it. */
    void addAuth(AuthInfo credential);

    /**
     * Adds a listener; it is not called with the present state. The same listener, by {@code equals}, is added once.
     */
    void addListener(ConnectionListener listener);

    void removeListener(ConnectionListener listener);

    List<ConnectionListener> listeners();

    /**
     * Adds an observer of everything that the client does from now on. The same observer, by {@code equals}, is added
     * once. What to mind: {@link ClientObserver}.
     */
    void addObserver(ClientObserver observer);

    /** Requests that were submitted before are still reported to the observer. */
    void removeObserver(ClientObserver observer);

    /** What the client is busy with; of a view that of the whole client. */
    ClientStatistics statistics();

    /**
     * A new executor that runs its tasks on the client's callback threads, one at a time and in order.
     *
     * @param description names the tasks in the warning for one that runs longer than 5 s
     */
    Executor serialExecutor(String description);
}
