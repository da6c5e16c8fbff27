package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.ReadKind;

/**
 * How large an answer is to be expected, for each kind of read, from those that one connection has seen. Confined to the
 * session's event loop.
 */
final class ReplySizes {

    /** What one answer to several reads may take: the server makes it in one piece, and what follows waits for it. */
    private static final int MAX_BYTES = 256 * 1024;

    /** Before anything is known; lets a few values of any size through together. */
    private static final int FIRST_ESTIMATE = MAX_BYTES / 16;

    /** After so many small answers about two thirds of what a large one has added are forgotten. */
    private static final int MEMORY = 32;

    private final int budget;

    private int data = FIRST_ESTIMATE;

    private int children = FIRST_ESTIMATE;

    /** @param maxResponseSize above which an answer is refused */
    ReplySizes(int maxResponseSize) {
        budget = Math.min(MAX_BYTES, maxResponseSize / 2);
    }

    /** An answer of a kind came: a larger one counts at once, smaller ones by and by. */
    void seen(ReadKind kind, int bytes) {
        switch (kind) {
            case DATA -> data = next(data, bytes);
            case CHILDREN -> children = next(children, bytes);
        }
    }

    private static int next(int estimate, int bytes) {
        return bytes >= estimate ? bytes : estimate - (estimate - bytes + MEMORY - 1) / MEMORY;
    }

    /** How many answers of a kind should fit into one. */
    int fitting(ReadKind kind) {
        int estimate = switch (kind) {
            case DATA -> data;
            case CHILDREN -> children;
        };
        return budget / Math.max(estimate, 1);
    }
}
