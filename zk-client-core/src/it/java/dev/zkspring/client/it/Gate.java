package dev.zkspring.client.it;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What becomes of the bytes that flow in one direction of a {@link CuttingProxy}. */
final class Gate {

    private final AtomicLong bytes = new AtomicLong();

    private final AtomicLong corrupted = new AtomicLong();

    private Flow flow = Flow.PASSING;

    private Shape shape = Shape.PLAIN;

    synchronized void flow(Flow newFlow) {
        flow = newFlow;
        notifyAll();
    }

    synchronized boolean isLosing() {
        return flow == Flow.LOST;
    }

    synchronized void shape(UnaryOperator<Shape> change) {
        shape = change.apply(shape);
        notifyAll();
    }

    synchronized Shape shape() {
        return shape;
    }

    synchronized boolean isPlain() {
        return flow == Flow.PASSING && shape.isPlain();
    }

    /** Waits for a time, less if the shape that asks for it is taken away or the link is closed. */
    synchronized void hold(ProxiedLink link, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !shape.isPlain() && !link.isClosed()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
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

    void countCorrupted(int more) {
        corrupted.addAndGet(more);
    }

    long corrupted() {
        return corrupted.get();
    }

    /** The ways to treat bytes. */
    enum Flow {
        PASSING,
        STALLED,
        LOST
    }
}
