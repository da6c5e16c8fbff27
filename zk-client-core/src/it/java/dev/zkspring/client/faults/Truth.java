package dev.zkspring.client.faults;

import dev.zkspring.client.data.WatchEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What watches have to end with, and what is known to have happened.
 *
 * @param nodes present nodes by path
 * @param children sorted names of the children of present nodes that have a children watch
 * @param tree what of the nodes is in the tree
 * @param changes events of the changes that were acknowledged
 */
record Truth(
        Map<String, SeenNode> nodes,
        Map<String, List<String>> children,
        Map<String, SeenNode> tree,
        List<WatchEvent> changes) {

    /** Reads it; nothing may change meanwhile. */
    static Truth read(DirectReader reader, WatchedNodes watched, List<WatchEvent> changes) {
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
        return new Truth(nodes, children, tree, changes);
    }
}
