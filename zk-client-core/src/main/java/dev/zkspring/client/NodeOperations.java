package dev.zkspring.client;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.Children;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.ExpectedVersion;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ReconfigRequest;
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
 * called on the client's event loop, for example in a non-async stage of one of its futures; {@code
 * UnsupportedByServerException} when a call exists only since a newer server than the connected one.
 *
 * <p>While the link is down a call waits for the next one, at most for the request timeout.
 */
public interface NodeOperations {

    /** Version that matches every version. */
    int ANY_VERSION = -1;

    /** Creates a persistent node with the client's default ACL, and returns its path. */
    String create(String path, byte @Nullable [] data);

    /**
     * Creates a node with the client's default ACL, and returns its real path: sequential nodes get their counter
     * appended. The modes with a time to live need a {@link CreateRequest}.
     */
    String create(String path, byte @Nullable [] data, CreateMode mode);

    /**
     * Creates a node as the request says. Servers before 3.5 do not send the stat: it is read behind the create, and
     * when that fails, the exception says {@code UNKNOWN} and names the node that was created.
     */
    CreateResult create(CreateRequest request);

    /**
     * Creates the node and all its missing parents, the chroot included, persistent, empty and with the client's
     * default ACL.
     *
     * @return whether the node was missing
     */
    boolean ensurePath(String path);

    /** As {@link #ensurePath(String)} with another ACL for the nodes that are made. */
    boolean ensurePath(String path, List<Acl> acl);

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

    /** The names of the node's children and the node's own stat, read at once. */
    Children getChildrenAndStat(String path);

    /** As {@link #getChildrenAndStat(String)} with the watcher of {@link #getChildren(String, Watcher)}. */
    Children getChildrenAndStat(String path, Watcher watcher);

    /** Sets the data whatever its version. */
    Stat set(String path, byte @Nullable [] data);

    /** Sets the data if it has this version, else {@code BadVersionException}. */
    Stat set(String path, byte @Nullable [] data, int version);

    /** As {@link #set(String, byte[], int)}; may be repeated when the link breaks, if the version says so. */
    Stat set(String path, byte @Nullable [] data, ExpectedVersion version);

    /** Deletes a node whatever its version. */
    void delete(String path);

    /** Deletes a node if it has this version, else {@code BadVersionException}. */
    void delete(String path, int version);

    /** As {@link #delete(String, int)}; may be repeated when the link breaks, if the version says so. */
    void delete(String path, ExpectedVersion version);

    /**
     * Deletes a node and everything below it, also what is created there meanwhile. Not atomic; a missing node is fine.
     */
    void deleteRecursive(String path);

    /** The node's access control list and stat. */
    NodeAcl getAcl(String path);

    /** Sets the access control list whatever its version; children keep theirs. */
    Stat setAcl(String path, List<Acl> acl);

    /** Sets the access control list if it has this version ({@link Stat#aversion}), else {@code BadVersionException}. */
    Stat setAcl(String path, List<Acl> acl, int version);

    /** A new, empty transaction. */
    ZkTransaction transaction();

    /** A new, empty collection of reads. */
    ZkMultiRead multiRead();

    /** How many nodes there are below a node, at any depth. Servers before 3.6 are asked level by level. */
    int countDescendants(String path);

    /** The paths of all ephemeral nodes of this client's session, below its chroot. Since server 3.6. */
    List<String> getEphemerals();

    /**
     * Those ephemeral nodes of this client's session whose paths begin with these letters: {@code /a} finds {@code /ab},
     * {@code /a/} does not. Since server 3.6.
     */
    List<String> getEphemerals(String prefix);

    /** What the server takes this client for. Since server 3.7. */
    List<Identity> whoAmI();

    /** The configuration of the ensemble, whatever the chroot. Since server 3.5. */
    EnsembleConfig getConfig();

    /**
     * As {@link #getConfig()}; the watcher hears of the next change, as an event of {@link EnsembleConfig#PATH}, unless
     * the call fails. {@link WatchOperations#removeWatcher} takes it off that path.
     */
    EnsembleConfig getConfig(Watcher watcher);

    /**
     * Changes the servers of the ensemble and returns its new configuration. Needs the right to write {@link
     * EnsembleConfig#PATH}, by default the super user's alone; {@code ReconfigDisabledException} unless the servers
     * have {@code reconfigEnabled=true}, {@code NewConfigNoQuorumException} when too many of the new servers are not up,
     * {@code ReconfigInProgressException}, {@code BadVersionException} for another {@code fromConfig}, {@code
     * UnimplementedException} from a standalone server. Since server 3.5.
     */
    EnsembleConfig reconfig(ReconfigRequest request);

    /**
     * Makes the connected server catch up with the leader, so that the next read sees all changes made before. A leader
     * itself waits for nothing but the session's own changes, even one that was replaced and does not know it yet. Who
     * must be sure makes a quorum agree to something, such as a transaction of one check.
     */
    void sync(String path);

    /**
     * Runs something under the client's {@code commandRetry} policy: again after connection loss, a request timeout or
     * a throttled operation, and after an expired session if the policy says so. Whether a second run is right after an
     * unknown outcome is for the caller to know.
     *
     * @throws Exception what the last run threw; {@code ZkInterruptedException} when interrupted between two runs
     */
    <T> T retry(Callable<T> calls) throws Exception;
}
