package dev.zkspring.client.it;

import java.util.concurrent.atomic.AtomicLong;

/** What becomes of the bytes that flow in one direction of a {@link CuttingProxy}. */
final class Gate {

    private final AtomicLong bytes = new AtomicLong();

    private Flow flow = Flow.PASSING;

    synchronized void flow(Flow newFlow) {
        flow = newFlow;
        notifyAll();
    }

    synchronized boolean isLosing() {
        return flow == Flow.LOST;
    }

    /**
     * Waits while the gate is stalled and the link is open.
     *
     * @return whether the bytes may pass; else they are lost
     */
    synchronized boolean pass(ProxiedLink link) throws InterruptedException {
        while (flow == Flow.STALLED && !link.isClosed()) {
            wait();
        }
        return flow != Flow.LOST;
    }

    /** Lets a pump that waits see that its link was closed. */
    synchronized void wake() {
        notifyAll();
    }

    void count(int more) {
        bytes.addAndGet(more);
    }

    long bytes() {
        return bytes.get();
    }

    /** The ways to treat bytes. */
    enum Flow {
        PASSING,
        STALLED,
        LOST
    }
}
