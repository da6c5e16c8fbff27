package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link CachedTree}: as small as possible, since there may be very many. Written by the tree's one writer,
 * read by all.
 */
final class CachedNode {

    private static final NavigableMap<String, CachedNode> NONE = new ConcurrentSkipListMap<>();

    private volatile NodeData value;

    private volatile @Nullable NavigableMap<String, CachedNode> children;

    /** State of the node not after its children were listed. Only the writer looks at it. */
    private @Nullable Stat listed;

    CachedNode(NodeData value) {
        this.value = value;
    }

    NodeData value() {
        return value;
    }

    void setValue(NodeData newest) {
        value = newest;
    }

    /** Whether a state of a node under this path belongs to this node, not to another one in its place. */
    boolean isIncarnation(Stat stat) {
        return value.stat().czxid() == stat.czxid() && value.stat().ctime() == stat.ctime();
    }

    /** By name, sorted; to be read only. */
    NavigableMap<String, CachedNode> children() {
        NavigableMap<String, CachedNode> present = children;
        return present == null ? NONE : present;
    }

    void addChild(String name, CachedNode child) {
        NavigableMap<String, CachedNode> present = children;
        if (present == null) {
            present = new ConcurrentSkipListMap<>();
            children = present;
        }
        present.put(name, child);
    }

    void removeChild(String name) {
        NavigableMap<String, CachedNode> present = children;
        if (present != null) {
            present.remove(name);
            children = present.isEmpty() ? null : present;
        }
    }

    void listedAt(@Nullable Stat stat) {
        listed = stat;
    }

    /** Whether the children were listed since that was last forgotten. */
    boolean isListed() {
        return listed != null;
    }

    /** Whether the children were listed since a child last came or went, as far as the same session can tell. */
    boolean isListedAt(Stat stat) {
        Stat then = listed;
        return then != null
                && then.czxid() == stat.czxid()
                && then.ctime() == stat.ctime()
                && then.cversion() == stat.cversion()
                && then.pzxid() == stat.pzxid()
                && then.numChildren() == stat.numChildren();
    }
}
