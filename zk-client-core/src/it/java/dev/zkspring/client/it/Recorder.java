package dev.zkspring.client.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a callback was given, in order. Safe for use by several threads.
 *
 * @param <T> no null, which stands for nothing in lists of values
 */
class Recorder<T> {

    private final List<T> seen = new CopyOnWriteArrayList<>();

    final void record(T value) {
        seen.add(value);
    }

    /** All values so far. */
    final List<T> seen() {
        return List.copyOf(seen);
    }

    final T last() {
        return seen.get(seen.size() - 1);
    }

    final boolean isEmpty() {
        return seen.isEmpty();
    }

    final void clear() {
        seen.clear();
    }
}
