package dev.zkspring.client.faults;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import org.jspecify.annotations.Nullable;

/** What was read of one node: what makes it the same value, and the value. */
record SeenNode(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        @Nullable String value) {

    static @Nullable SeenNode of(@Nullable NodeData node) {
        return node == null ? null : of(node.stat(), node.text());
    }

    static SeenNode of(Stat stat, @Nullable String value) {
        return new SeenNode(stat.czxid(), stat.mzxid(), stat.ctime(), stat.mtime(), stat.version(), value);
    }

    /** As the servers of the test are never all wiped, one transaction makes one value. */
    boolean isSameAs(SeenNode other) {
        return czxid == other.czxid
                && mzxid == other.mzxid
                && ctime == other.ctime
                && mtime == other.mtime
                && version == other.version;
    }

    /** Why this cannot be what a node became after it was the other, {@code null} if it can. */
    @Nullable
    String whyNotAfter(SeenNode earlier) {
        if (mzxid <= earlier.mzxid) {
            return "older or as old";
        }
        if (czxid < earlier.czxid) {
            return "an earlier incarnation";
        }
        if (czxid == earlier.czxid && version <= earlier.version) {
            return "a version that does not grow";
        }
        return czxid > earlier.czxid && czxid <= earlier.mzxid ? "created before the last change" : null;
    }

    @Override
    public String toString() {
        return "%s(c%x m%x v%d)".formatted(value, czxid, mzxid, version);
    }
}
