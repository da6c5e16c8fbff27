package dev.zkspring.client.data;

import org.jspecify.annotations.Nullable;

/** What one operation of a committed transaction did. */
public sealed interface TransactionResult {

    /** The node as the caller named it; of a sequential node its real path. */
    String path();

    /**
     * A node was created.
     *
     * @param path the real path, with the counter that the server appended to a sequential node
     * @param stat the new node's stat, {@code null} from servers before 3.7; of a container or TTL
     *     node it is always there
     */
    record Created(String path, @Nullable Stat stat) implements TransactionResult {}

    /**
     * Data was set.
     *
     * @param path the node
     * @param stat after the change
     */
    record Changed(String path, Stat stat) implements TransactionResult {}

    /** A node was deleted. */
    record Deleted(String path) implements TransactionResult {}

    /** A node had the expected version. */
    record Checked(String path) implements TransactionResult {}
}
