package dev.zkspring.client.bench;

import java.util.concurrent.TimeUnit;

/** How much is measured: enough for figures, or, by the system property {@code bench.quick}, to see that it runs. */
final class Effort {

    static final String QUICK = "bench.quick";

    private static final boolean IS_QUICK = Boolean.getBoolean(QUICK);

    private Effort() {}

    /**
     * Rounds in which all clients take turns.
     *
     * @param judged whether a figure of them stands among the targets
     */
    static int rounds(boolean judged) {
        if (IS_QUICK) {
            return 1;
        }
        return judged ? 7 : 3;
    }

    /** How long one client's turn lasts. */
    static long turnNanos() {
        return TimeUnit.MILLISECONDS.toNanos(IS_QUICK ? 20 : 700);
    }

    /** How long each client is warmed up before the first scenario. */
    static long warmUpNanos() {
        return TimeUnit.MILLISECONDS.toNanos(IS_QUICK ? 20 : 2_000);
    }
}
