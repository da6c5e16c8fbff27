package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.ReadKind;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes had a large answer last: the next one will be large as well, whatever other nodes are like. Remembers some
 * by a number made of their path; that two share a number, or that one is forgotten, costs a little speed or memory and
 * nothing else. Confined to the session's event loop.
 */
final class LargeAnswers {

    private static final int SLOTS = 1024;

    private static final int EMPTY = 0;

    /** Made for the first one: most applications have none. */
    private int @Nullable [] slots;

    void seen(ReadKind kind, String path, boolean large) {
        int number = number(kind, path);
        if (large) {
            int[] present = slots == null ? new int[SLOTS] : slots;
            present[slot(number)] = number;
            slots = present;
        } else if (slots != null && slots[slot(number)] == number) {
            slots[slot(number)] = EMPTY;
        }
    }

    boolean contains(ReadKind kind, @Nullable String path) {
        if (slots == null || path == null) {
            return false;
        }
        int number = number(kind, path);
        return slots[slot(number)] == number;
    }

    private static int number(ReadKind kind, String path) {
        int hash = path.hashCode() * 31 + kind.hashCode();
        return hash == EMPTY ? 1 : hash;
    }

    private static int slot(int number) {
        return (number ^ number >>> 16) & (SLOTS - 1);
    }
}
