package dev.zkspring.client.faults;

/** Makes a workload for one run. */
@FunctionalInterface
public interface WorkloadFactory {

    /** How many numbers of clients each workload has, from its first one on. */
    int CLIENTS = 16;

    /**
     * A workload that is not started.
     *
     * @param firstClient the number of its first client, for {@link FaultyEnsemble#hosts}; it may use the next
     *     {@value #CLIENTS}. Links of the clients that have asked for their hosts at the end of
     *     {@link Workload#start()} break.
     * @param seed the source of all that is random in it
     */
    Workload create(FaultyEnsemble ensemble, int firstClient, long seed);
}
