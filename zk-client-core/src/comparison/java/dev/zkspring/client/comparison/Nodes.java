package dev.zkspring.client.comparison;

import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of one run, below one root.
 *
 * @param root the path of a node that is not there yet and has no parent but "/"
 */
record Nodes(String root) {

    String blind(int client) {
        return root + "/blind" + client;
    }

    String versioned(int client) {
        return root + "/versioned" + client;
    }

    /** The parent of nodes with names that are used once. */
    String names(int client) {
        return root + "/names" + client;
    }

    /** The parent of the ephemeral nodes of all clients. */
    String presence() {
        return root + "/presence";
    }

    /** All that must be there before the clients begin, parents first. */
    List<String> all(int clients) {
        List<String> paths = new ArrayList<>(List.of(root, presence()));
        for (int client = 0; client < clients; client++) {
            paths.addAll(List.of(blind(client), versioned(client), names(client)));
        }
        return paths;
    }
}
