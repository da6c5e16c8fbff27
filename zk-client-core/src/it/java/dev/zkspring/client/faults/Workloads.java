package dev.zkspring.client.faults;

import java.util.List;

/** All workloads that the runs of this client have. */
public final class Workloads {

    private Workloads() {}

    public static List<WorkloadFactory> all() {
        return List.of(CallsWorkload::create, WatchesWorkload::new);
    }
}
