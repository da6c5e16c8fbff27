package dev.zkspring.client.bench;

import java.util.concurrent.TimeUnit;

/** How much is measured: enough for figures, or, by the system property {@code bench.quick}, to see that it runs. */
final class Effort {

    static final String QUICK = "bench.quick";

    private static final boolean IS_QUICK = Boolean.getBoolean(QUICK);

    private Effort() {}

    /** Rounds in which all clients take turns. */
    static int rounds() {
        return IS_QUICK ? 1 : 5;
    }

    /** How long one client's turn should last. */
    static long roundNanos() {
        return TimeUnit.MILLISECONDS.toNanos(IS_QUICK ? 20 : 200);
    }

    /** How long each client is warmed up before the first scenario. */
    static long warmUpNanos() {
        return TimeUnit.MILLISECONDS.toNanos(IS_QUICK ? 20 : 3_000);
    }

    /** A number of nodes, watches and the like, or a hundredth of it. */
    static int scaled(int count) {
        return IS_QUICK ? Math.max(1, count / 100) : count;
    }
}
