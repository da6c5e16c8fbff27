package dev.zkspring.client.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What watches have to end with.
 *
 * @param nodes present nodes by path
 * @param children sorted names of the children of present nodes that have a children watch
 * @param tree what of the nodes is in the tree
 */
record Truth(Map<String, SeenNode> nodes, Map<String, List<String>> children, Map<String, SeenNode> tree) {

    /** Reads it; nothing may change meanwhile. */
    static Truth read(DirectReader reader, WatchedNodes watched) {
        reader.sync(watched.root());
        Map<String, SeenNode> tree = reader.tree(watched.tree());
        Map<String, SeenNode> nodes = new HashMap<>(tree);
        for (int i = 0; i < WatchedNodes.DATA; i++) {
            String path = watched.data(i);
            SeenNode state = reader.get(path);
            if (state != null) {
                nodes.put(path, state);
            }
        }
        Map<String, List<String>> children = new HashMap<>();
        for (int i = 0; i < WatchedNodes.PARENTS; i++) {
            String path = watched.parent(i);
            List<String> names = reader.children(path);
            SeenNode state = reader.get(path);
            if (names != null && state != null) {
                children.put(path, names);
                nodes.put(path, state);
            }
        }
        return new Truth(nodes, children, tree);
    }

    /** What of the tree is at this node or below it. */
    Map<String, SeenNode> below(String path) {
        Map<String, SeenNode> below = new HashMap<>(tree);
        below.keySet().removeIf(node -> !isBelow(path, node));
        return below;
    }

    /** The last change of a node, or if so wished of all below it that are known; -1 if there is none. */
    long newest(String path, boolean below) {
        return nodes.entrySet().stream()
                .filter(node -> below ? isBelow(path, node.getKey()) : path.equals(node.getKey()))
                .mapToLong(node -> node.getValue().mzxid())
                .max()
                .orElse(-1);
    }

    private static boolean isBelow(String path, String node) {
        return node.equals(path) || node.startsWith(path + "/");
    }
}
