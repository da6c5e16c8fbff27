package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ZkPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The nodes of a cache. One writer at a time; may be read by any thread at any time. */
final class CachedTree {

    /** A node and where it is. */
    record Entry(String path, CachedNode node) {}

    private final TreeScope scope;

    private final AtomicInteger size = new AtomicInteger();

    private volatile @Nullable CachedNode root;

    CachedTree(TreeScope scope) {
        this.scope = scope;
    }

    int size() {
        return size.get();
    }

    @Nullable
    CachedNode find(String path) {
        CachedNode node = root;
        if (node == null || !scope.covers(path)) {
            return null;
        }
        for (String name : scope.segments(path)) {
            node = node.children().get(name);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** Whether a node could be added here: it is the root, or its parent is there. */
    boolean hasPlaceFor(String path) {
        return scope.isRoot(path) || scope.covers(path) && find(ZkPath.parent(path)) != null;
    }

    /** Adds a node that is not there. */
    CachedNode add(String path, NodeData value) {
        CachedNode added = new CachedNode(value);
        CachedNode parent = scope.isRoot(path) ? null : find(ZkPath.parent(path));
        if (parent == null) {
            root = added;
        } else {
            parent.addChild(ZkPath.name(path), added);
        }
        size.incrementAndGet();
        return added;
    }

    /** Takes out a node and everything below it, if it is there; children stand before their parents in the answer. */
    List<Entry> remove(String path) {
        CachedNode top = find(path);
        if (top == null) {
            return List.of();
        }
        CachedNode parent = scope.isRoot(path) ? null : find(ZkPath.parent(path));
        if (parent == null) {
            root = null;
        } else {
            parent.removeChild(ZkPath.name(path));
        }
        List<Entry> removed = new ArrayList<>();
        new Walk(new Entry(path, top)).forEachRemaining(removed::add);
        size.addAndGet(-removed.size());
        Collections.reverse(removed);
        return removed;
    }

    /** All nodes, parents before children and siblings sorted; sees some of the changes made meanwhile. */
    Iterator<Entry> walk() {
        CachedNode top = root;
        return new Walk(top == null ? null : new Entry(scope.root(), top));
    }

    private static final class Walk implements Iterator<Entry> {

        private final Deque<Iterator<Entry>> levels = new ArrayDeque<>();

        Walk(@Nullable Entry top) {
            if (top != null) {
                levels.push(List.of(top).iterator());
            }
        }

        @Override
        public boolean hasNext() {
            while (!levels.isEmpty() && !levels.element().hasNext()) {
                levels.pop();
            }
            return !levels.isEmpty();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry entry = levels.element().next();
            if (!entry.node().children().isEmpty()) {
                levels.push(entry.node().children().entrySet().stream()
                        .map(child -> new Entry(ZkPath.child(entry.path(), child.getKey()), child.getValue()))
                        .iterator());
            }
            return entry;
        }
    }
}
