package dev.zkspring.client.watch;

import dev.zkspring.client.data.ZkPath;
import java.util.function.Predicate;

/**
 * Which nodes belong to a cache: the root and what the filter accepts below accepted nodes, down to a depth.
 *
 * @param maxDepth levels below the root
 */
record TreeScope(String root, int maxDepth, Predicate<String> filter) {

    /** The same, where a node for which the filter throws is excluded and reported. */
    TreeScope withoutFailures(TreeReport report) {
        return new TreeScope(root, maxDepth, node -> {
            try {
                return filter.test(node);
            } catch (RuntimeException | LinkageError | AssertionError e) {
                report.failed(node, e);
                return false;
            }
        });
    }

    /** Whether a node is the root or below it, wherever else it may be excluded. */
    boolean covers(String path) {
        return path.equals(root) || path.startsWith(below()) && path.length() > below().length();
    }

    /** Whether a node belongs to the cache if its parent does. */
    boolean contains(String path) {
        return path.equals(root) || covers(path) && depth(path) <= maxDepth && filter.test(path);
    }

    /** Whether the children of a node may belong to the cache. */
    boolean reachesBelow(String path) {
        return depth(path) < maxDepth;
    }

    boolean isRoot(String path) {
        return path.equals(root);
    }

    /** Names of the nodes between the root and this one, that included; to be called for a covered path. */
    String[] segments(String path) {
        return isRoot(path) ? new String[0] : path.substring(below().length()).split("/", -1);
    }

    private int depth(String path) {
        if (isRoot(path)) {
            return 0;
        }
        return 1
                + (int) path.chars()
                        .skip(below().length())
                        .filter(c -> c == '/')
                        .count();
    }

    /** What the paths below the root begin with. */
    private String below() {
        return ZkPath.child(root, "");
    }
}
