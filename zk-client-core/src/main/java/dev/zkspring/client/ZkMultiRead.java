package dev.zkspring.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Many reads at once, each of which has its own value or its own error. Servers since 3.6 get them in requests of many
 * reads, which cost them far less than single ones; older servers get single reads, some of them at a time. It is not a
 * snapshot: changes may happen between two of the reads. Not safe for use by several threads.
 *
 * <pre>{@code
 * List<ReadResult> results = client.multiRead().get("/a").getChildren("/b").read();
 * byte[] data = results.get(0).node().data();
 * }</pre>
 */
public interface ZkMultiRead {

    /** Adds a read of data and stat. */
    ZkMultiRead get(String path);

    /** Adds a read of the names of a node's children. */
    ZkMultiRead getChildren(String path);

    /**
     * Reads, and waits for the answers. Fails as a whole only when the server could not be asked, for the reasons in
     * {@link NodeOperations}.
     *
     * @return one result per read, in their order
     */
    List<ReadResult> read();

    /** As {@link #read} with a future. */
    CompletableFuture<List<ReadResult>> readAsync();
}
