package dev.zkspring.client;

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

    /** The same calls as futures. */
    ZkAsyncClient async();

    @Override
    void close();
}
