package dev.zkspring.client.faults;

import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The nodes of a {@link WatchesWorkload}: some with data, some with children of names never used twice, and a tree. */
record WatchedNodes(String root) {

    static final int DATA = 400;

    static final int PARENTS = 48;

    private static final int TREE_NAMES = 4;

    private static final int TREE_DEPTH = 3;

    String data(int index) {
        return root + "/d/n" + index;
    }

    String parent(int index) {
        return root + "/p/p" + index;
    }

    String tree() {
        return root + "/t";
    }

    /** Nodes that must be there before all others; the one below which all are comes first. */
    Stream<String> bases() {
        return Stream.of(root, root + "/d", root + "/p", tree());
    }

    /** A place in the tree below its root. */
    String inTree(SplittableRandom random) {
        StringBuilder path = new StringBuilder(tree());
        for (int depth = random.nextInt(1, TREE_DEPTH + 1); depth > 0; depth--) {
            path.append('/').append((char) ('a' + random.nextInt(TREE_NAMES)));
        }
        return path.toString();
    }
}
