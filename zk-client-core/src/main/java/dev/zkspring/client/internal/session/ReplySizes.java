package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.ReadKind;
import org.jspecify.annotations.Nullable;

/**
 * How large an answer is to be expected, for each kind of read and for single nodes, from those that one connection has
 * seen. Confined to the
 * session's event loop.
 */
final class ReplySizes {

    /** What one answer to several reads may take: the server makes it in one piece, and what follows waits for it. */
    private static final int MAX_BYTES = 256 * 1024;

    /** Above this an answer is large. Expected before anything is known, which lets a few of any size through together. */
    private static final int LARGE = MAX_BYTES / 16;

    /** After so many small answers about two thirds of what a large one has added are forgotten. */
    private static final int MEMORY = 32;

    private final int budget;

    private final LargeAnswers largeAnswers = new LargeAnswers();

    private int data = LARGE;

    private int children = LARGE;

    /** @param maxResponseSize above which an answer is refused */
    ReplySizes(int maxResponseSize) {
        budget = Math.min(MAX_BYTES, maxResponseSize / 2);
    }

    /** A node's answer came. One that was known to be large says nothing about other nodes. */
    void seen(ReadKind kind, @Nullable String path, int bytes) {
        boolean large = bytes > LARGE;
        boolean expected = large && isLarge(kind, path);
        if (path != null) {
            largeAnswers.seen(kind, path, large);
        }
        if (!expected) {
            seen(kind, bytes);
        }
    }

    /** Whether a node's answer is expected to be too large for company. */
    boolean isLarge(ReadKind kind, @Nullable String path) {
        return largeAnswers.contains(kind, path);
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
