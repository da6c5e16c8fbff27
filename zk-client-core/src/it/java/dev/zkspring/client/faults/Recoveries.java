package dev.zkspring.client.faults;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one client took to recover: from the end of the faults that had hit it, or from when it said that it was not
 * connected if that came later, until a call of it was answered. A client that found a way round a fault while that
 * lasted had nothing to recover from. Safe for use by several threads.
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

    /** Those of a client that is not started, which makes a call of its own each time. */
    static Recoveries of(FaultyEnsemble ensemble, int number, ZkClient client) {
        Recoveries recoveries = new Recoveries(ensemble, number);
        client.addListener(event -> {
            if (event.state() == ConnectionState.CONNECTED) {
                client.async().exists("/").thenRun(recoveries::working);
            } else {
                recoveries.broken();
            }
        });
        return recoveries;
    }

    /** The client says that it is not connected. Idempotent. */
    public synchronized void broken() {
        if (!broken) {
            broken = true;
            brokenAt = System.nanoTime();
        }
    }

    /** A call was answered. Idempotent. */
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
