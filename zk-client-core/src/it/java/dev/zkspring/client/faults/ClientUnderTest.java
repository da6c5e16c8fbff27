package dev.zkspring.client.faults;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The part of a ZooKeeper client that the workloads use, so that other clients go through the same faults. Every future
 * ends with a {@link Reply}, also when the call failed, as far as the client itself ends it; none ends exceptionally.
 */
public interface ClientUnderTest extends AutoCloseable {

    /** The name in reports. */
    String name();

    CompletableFuture<Reply> get(String path);

    /** Names of the children, sorted and joined by commas, as {@link Reply#value()}. */
    CompletableFuture<Reply> children(String path);

    /**
     * Sets the data.
     *
     * @param version the expected version, -1 for any
     */
    CompletableFuture<Reply> set(String path, String value, int version);

    CompletableFuture<Reply> create(String path, String value, boolean ephemeral);

    /**
     * Deletes the node.
     *
     * @param version the expected version, -1 for any
     */
    CompletableFuture<Reply> delete(String path, int version);

    /**
     * Follows the data of one node by the best means of the client: each state that it reports is a reply with result
     * {@link Result#OK} or {@link Result#NO_NODE}.
     */
    AutoCloseable follow(String path, Consumer<Reply> seen);

    /** Follows the children of one node; {@link Reply#value()} as for {@link #children}. */
    AutoCloseable followChildren(String path, Consumer<Reply> seen);

    /** Tells each change of the connection's state, on a thread of the client. */
    void onState(Consumer<State> listener);

    /** The id of the session the client believes in, 0 without one. */
    long session();

    @Override
    void close();

    /** The state of the connection in common terms. */
    enum State {
        CONNECTED,
        SUSPENDED,
        LOST
    }
}
