package dev.zkspring.client;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.error.TransactionFailedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Checks and changes of nodes that are done all together or not at all, in the order in which they were added. Nothing
 * is sent before {@link #commit}, which may be called again, after a failure for instance, and then sends everything
 * again. Paths are checked at once ({@link IllegalArgumentException}). Not safe for use by several threads; arrays must
 * not change until the commit has ended.
 *
 * <pre>{@code
 * client.transaction()
 *         .check("/lock", 0)
 *         .set("/state", bytes, 3)
 *         .create("/log/entry-", null, CreateMode.PERSISTENT_SEQUENTIAL)
 *         .commit();
 * }</pre>
 */
public interface ZkTransaction {

    /** Asks that a node has this version. */
    ZkTransaction check(String path, int version);

    /** Creates a persistent node with the client's default ACL. */
    ZkTransaction create(String path, byte @Nullable [] data);

    /** Creates a node with the client's default ACL. */
    ZkTransaction create(String path, byte @Nullable [] data, CreateMode mode);

    /**
     * Creates a node as the request says.
     *
     * @throws IllegalArgumentException for {@code createParents} and {@code protectedName}, which take requests of
     *     their own
     */
    ZkTransaction create(CreateRequest request);

    /** Sets the data whatever its version. */
    ZkTransaction set(String path, byte @Nullable [] data);

    /** Sets the data if it has this version. */
    ZkTransaction set(String path, byte @Nullable [] data, int version);

    /** Deletes a node whatever its version. */
    ZkTransaction delete(String path);

    /** Deletes a node if it has this version. */
    ZkTransaction delete(String path, int version);

    /**
     * Sends everything in one request, which counts as one against {@code maxRequestSize}, and waits for the answer.
     *
     * @return one result per operation, in their order; an empty list without a request for an empty transaction
     * @throws TransactionFailedException when the server refused one of the operations, and so all of them
     * @throws dev.zkspring.client.error.ZkException for other reasons as with {@link NodeOperations}; with the outcome
     *     {@code UNKNOWN} all was done, or nothing
     */
    List<TransactionResult> commit();

    /** As {@link #commit} with a future. */
    CompletableFuture<List<TransactionResult>> commitAsync();
}
