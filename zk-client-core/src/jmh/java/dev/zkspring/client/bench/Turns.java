package dev.zkspring.client.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who comes when: each round has an order of its own, so that nobody always comes after the same one, which may leave
 * caches cold or the machine busy. The orders are the same in each run.
 */
final class Turns {

    private final Random random = new Random(1);

    /** All of them, in the order of the next round. */
    <T> List<T> next(Collection<? extends T> all) {
        List<T> turns = new ArrayList<>(all);
        Collections.shuffle(turns, random);
        return turns;
    }
}
