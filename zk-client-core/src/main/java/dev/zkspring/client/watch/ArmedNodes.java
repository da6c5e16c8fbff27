package dev.zkspring.client.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** On which nodes the one-shot watches of a cache may be armed. Confined to the cache's queue. */
final class ArmedNodes {

    private final TreeScope scope;

    private final CachedTree tree;

    /** Those outside the tree. */
    private final Set<String> strays = new HashSet<>();

    ArmedNodes(TreeScope scope, CachedTree tree) {
        this.scope = scope;
        this.tree = tree;
    }

    /** A node outside the tree may have a watch. */
    void addStray(String path) {
        strays.add(path);
    }

    /** It is in the tree, or there is no such node any more. */
    void removeStray(String path) {
        strays.remove(path);
    }

    /** What is in the tree, what is outside, and what is being read; from now on there are none outside. */
    Collection<String> take(Collection<String> pending) {
        Set<String> paths = new HashSet<>(strays);
        strays.clear();
        paths.addAll(pending);
        paths.add(scope.root());
        tree.walk().forEachRemaining(entry -> paths.add(entry.path()));
        return new ArrayList<>(paths);
    }
}
