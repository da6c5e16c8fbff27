package dev.zkspring.client.bench;

import java.nio.ByteBuffer;

/** The nodes to watch: each has 100 bytes, which say which node it is and which change made them. */
final class WatchedNode {

    static final String ROOT = "/watched";

    static final String MISSING_ROOT = "/missing";

    private static final int DATA_LENGTH = 100;

    private WatchedNode() {}

    /** A string of its own for each call, so that each client's heap holds its own. */
    static String path(int index) {
        return ROOT + "/node-" + (1_000_000 + index);
    }

    /** The path of a node that does not exist. */
    static String missingPath(int index) {
        return MISSING_ROOT + "/node-" + (1_000_000 + index);
    }

    static byte[] data(int index, int generation) {
        return ByteBuffer.allocate(DATA_LENGTH).putInt(index).putInt(generation).array();
    }

    static int index(byte[] data) {
        return ByteBuffer.wrap(data).getInt();
    }

    static int generation(byte[] data) {
        return ByteBuffer.wrap(data).getInt(Integer.BYTES);
    }
}
