package dev.zkspring.client.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one client took from the end of the faults that had hit it until it worked again. A client that found a way
 * round a fault while that lasted had nothing to recover from. Safe for use by several threads.
 */
public final class Recoveries {

    private final FaultyEnsemble ensemble;

    private final int client;

    private final List<Duration> durations = new ArrayList<>();

    private boolean broken;

    private long brokenAt;

    /** For the client that has this number in the ensemble. */
    public Recoveries(FaultyEnsemble ensemble, int client) {
        this.ensemble = ensemble;
        this.client = client;
    }

    /** The client noticed that something is wrong: it is no longer connected, or a call failed. Idempotent. */
    public synchronized void broken() {
        if (!broken) {
            broken = true;
            brokenAt = System.nanoTime();
        }
    }

    /** The client works: it is connected, or a call was answered. Idempotent. */
    public synchronized void working() {
        if (!broken) {
            return;
        }
        broken = false;
        long well = ensemble.wellSince(client);
        if (well != Long.MAX_VALUE) {
            durations.add(Duration.ofNanos(System.nanoTime() - Math.max(well, brokenAt)));
        }
    }

    public synchronized List<Duration> durations() {
        return List.copyOf(durations);
    }
}
