package dev.zkspring.client.watch;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.ZkPath;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node that was just found is a child of the parent in the copy, or of another one that took its place and was
 * not seen yet. Put below the wrong one it would be removed with that, and added again, though it never went away.
 * Confined to the cache's queue.
 */
final class Parentage {

    private final TreeScope scope;

    private final CachedTree tree;

    private final Visits visits;

    private final TreeEvents events;

    Parentage(TreeScope scope, CachedTree tree, Visits visits, TreeEvents events) {
        this.scope = scope;
        this.tree = tree;
        this.visits = visits;
        this.events = events;
    }

    /** Whether the parent has to be looked at before a node with this state may be put below it. */
    boolean isInDoubt(String path, Stat stat) {
        CachedNode known = tree.find(path);
        if (scope.isRoot(path) || known != null && known.isIncarnation(stat)) {
            return false;
        }
        CachedNode parent = tree.find(ZkPath.parent(path));
        // What was read before a resync that trusts nothing may be of servers that have lost their data since.
        boolean seenSince = parent != null
                && parent.isListed()
                && stat.czxid() <= parent.value().stat().pzxid();
        return !seenSince && (events.isBehind() || visits.pendingAbove(scope, path) != null);
    }

    /** Whether the parent in the copy is the one with this state, read after the child was found. */
    boolean isParent(String path, @Nullable Stat stat) {
        CachedNode parent = tree.find(ZkPath.parent(path));
        return stat != null && parent != null && parent.isIncarnation(stat);
    }
}
