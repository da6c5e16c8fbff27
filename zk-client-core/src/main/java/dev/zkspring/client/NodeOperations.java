package dev.zkspring.client;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ZkException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls on nodes that wait for the answer. Every call throws the {@link ZkException} of the server's error code;
 * besides that {@code ConnectionLossException} when the link broke under a change, {@code RequestTimeoutException},
 * {@code SessionExpiredException}, {@code ClientClosedException} when the client is not started, and {@code
 * ZkInterruptedException}; {@link IllegalArgumentException} for an invalid path; {@link IllegalStateException} when
 * called on the client's event loop, for example in a non-async stage of one of its futures.
 *
 * <p>While the link is down a call waits for the next one, at most for the request timeout.
 */
public interface NodeOperations {

    /** Version that matches every version. */
    int ANY_VERSION = -1;

    /** Creates a persistent node, open to everybody, and returns its path. */
    String create(String path, byte @Nullable [] data);

    /** Creates a node, open to everybody, and returns its real path: sequential nodes get their counter appended. */
    String create(String path, byte @Nullable [] data, CreateMode mode);

    /** Creates a node as the request says. The stat in the answer needs a server of 3.5 or newer. */
    CreateResult create(CreateRequest request);

    /**
     * Creates the node and all its missing parents, the chroot included, persistent, empty and open to everybody.
     *
     * @return whether the node was missing
     */
    boolean ensurePath(String path);

    /** The node's stat, {@code null} if there is no such node. */
    @Nullable
    Stat exists(String path);

    /** As {@link #exists(String)}; the watcher hears of the next creation, deletion or change of data. */
    @Nullable
    Stat exists(String path, Watcher watcher);

    /** Data and stat of a node. */
    NodeData get(String path);

    /** As {@link #get(String)}; the watcher hears of the next deletion or change of data, unless the call fails. */
    NodeData get(String path, Watcher watcher);

    /** The names of the node's children, without a path and in no order. */
    List<String> getChildren(String path);

    /**
     * As {@link #getChildren(String)}; the watcher hears of the next deletion of the node, or creation or deletion of a
     * child, unless the call fails.
     */
    List<String> getChildren(String path, Watcher watcher);

    /** Sets the data whatever its version. */
    Stat set(String path, byte @Nullable [] data);

    /** Sets the data if it has this version, else {@code BadVersionException}. */
    Stat set(String path, byte @Nullable [] data, int version);

    /** Deletes a node whatever its version. */
    void delete(String path);

    /** Deletes a node if it has this version, else {@code BadVersionException}. */
    void delete(String path, int version);

    /**
     * Deletes a node and everything below it, also what is created there meanwhile. Not atomic; a missing node is fine.
     */
    void deleteRecursive(String path);

    /** Makes the connected server catch up with the leader, so that the next read sees all changes made before. */
    void sync(String path);

    /**
     * Runs something under the client's {@code commandRetry} policy: again after connection loss, a request timeout or
     * a throttled operation, and after an expired session if the policy says so. Whether a second run is right after an
     * unknown outcome is for the caller to know.
     *
     * @throws Exception what the last run threw
     */
    <T> T retry(Callable<T> calls) throws Exception;
}
