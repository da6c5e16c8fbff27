package dev.zkspring.client;

import dev.zkspring.client.data.SessionId;

/**
 * A client of a ZooKeeper ensemble, safe for use by many threads. One client keeps one session at a time: it reconnects
 * to another server by itself, and opens a new session, after telling its listeners, when the old one expired.
 *
 * <pre>{@code
 * try (ZkClient client = ZkClient.builder().hosts("zk1,zk2,zk3/app").build()) {
 *     client.start();
 *     client.ensurePath("/config");
 *     client.set("/config", "on".getBytes(UTF_8));
 * }
 * }</pre>
 */
public interface ZkClient extends NodeOperations, WatchOperations, SessionOperations, AdminOperations, AutoCloseable {

    static ZkClientBuilder builder() {
        return new ZkClientBuilder();
    }

    /**
     * Loads the classes that a client needs to connect, and connects to nothing. For applications that do something else
     * before they build their client, on another thread: the connection comes sooner then. Never needed.
     */
    static void preload() {
        ClientRuntime.preload();
    }

    /**
     * A view of this client whose paths are those below a node, which need not exist. The same session, the same
     * threads; state and listeners are this client's. Closing a view ends the watchers and listeners that were
     * registered through it and fails its later calls with {@code ClientClosedException}; the client goes on. A view
     * has no life of its own: start, stop, restart, detach and whatever else concerns the whole client throw {@link
     * IllegalStateException} on it.
     */
    ZkClient withChroot(String path);

    /**
     * A view of this client for one session, as {@link #withChroot} is one for some nodes: once that session is gone
     * every call fails with {@code SessionExpiredException} and nothing is sent, so that the holder of something
     * ephemeral never acts in a later session. {@code commandRetry} does not repeat that failure, and {@code DataWatch},
     * {@code ChildrenWatch} and {@code TreeCache} on such a view tell it to their error handler and are closed.
     */
    ZkClient withSession(SessionId session);

    /** Whether this is a view for one session, or a view of such a one. */
    boolean isForOneSession();

    /** The same calls as futures. */
    ZkAsyncClient async();

    /** Ends the client: {@link #stop()}, then gives all threads back. Of a view only what was registered through it. */
    @Override
    void close();
}
