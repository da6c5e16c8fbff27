package dev.zkspring.client.faults;

import java.util.List;

/** Clients that work while faults happen, and the judgement of what they saw. */
public interface Workload extends AutoCloseable {

    /** The name in reports. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Makes the workload's nodes and clients and starts its load; comes back when all clients are connected. */
    void start();

    /**
     * Ends the load. Called when all faults are healed; comes back when every call has ended and every watch is still,
     * or when the bound for that has passed, which {@link #violations()} then tells.
     */
    void settle();

    /** What cannot be true, one sentence each with the facts that prove it; called once, after {@link #settle()}. */
    List<String> violations();

    /** What was done, for the report; may be called at any time. */
    Tally tally();

    /** Closes the clients. */
    @Override
    void close();
}
