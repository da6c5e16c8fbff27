package dev.zkspring.client.watch;

import java.util.concurrent.ThreadLocalRandom;

/** Growing, spread delays between attempts: 100 ms at first, then each twice the one before up to a limit. */
final class Backoff {

    private static final long FIRST_DELAY_MILLIS = 100;

    private final int maxDoublings;

    private int attempts;

    Backoff(int maxDoublings) {
        this.maxDoublings = maxDoublings;
    }

    /** Whether nothing failed since the last success. */
    boolean isFresh() {
        return attempts == 0;
    }

    void reset() {
        attempts = 0;
    }

    /** Half to one and a half of the present delay. */
    long nextMillis() {
        long delay = FIRST_DELAY_MILLIS << Math.min(attempts++, maxDoublings);
        return delay / 2 + ThreadLocalRandom.current().nextLong(delay);
    }
}
