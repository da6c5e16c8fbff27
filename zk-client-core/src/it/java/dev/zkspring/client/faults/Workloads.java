package dev.zkspring.client.faults;

import java.util.List;

/** The workloads that this client goes through the faults with. */
public final class Workloads {

    private Workloads() {}

    /** All of them. */
    public static List<WorkloadFactory> all() {
        return List.of(CallsWorkload::new, WatchesWorkload::new, SessionsWorkload::new, LoadWorkload::new);
    }

    /** Those that keep no history, or a short one, whose memory can be looked at in a long run. */
    public static List<WorkloadFactory> steady() {
        return List.of(SessionsWorkload::new, LoadWorkload::new);
    }
}
