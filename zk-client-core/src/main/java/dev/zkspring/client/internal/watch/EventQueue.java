package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one watcher has not seen yet. Bounded: when it is full, what comes next is replaced by a single
 * {@link WatchEvent.Type#RESYNC} at the end. Added to under the dispatcher's lock for the watcher, emptied by one pool
 * thread at a time.
 */
final class EventQueue implements Runnable {

    /** Design: enough for any burst a live watcher digests, small enough to keep a dead one's memory bounded. */
    static final int CAPACITY = 10_000;

    private static final int EVENTS_PER_TURN = 64;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final CallbackDispatcher dispatcher;

    private final Watcher watcher;

    private final Queue<WatchEvent> events = new ConcurrentLinkedQueue<>();

    private volatile boolean resyncQueued;

    private final AtomicInteger size = new AtomicInteger();

    EventQueue(CallbackDispatcher dispatcher, Watcher watcher) {
        this.dispatcher = dispatcher;
        this.watcher = watcher;
    }

    void add(WatchEvent event) {
        if (resyncQueued) {
            return;
        }
        boolean full = size.get() >= CAPACITY;
        resyncQueued = full;
        events.add(full ? new WatchEvent(WatchEvent.Type.RESYNC, event.path(), -1) : event);
        size.incrementAndGet();
        if (full) {
            log.warn("A watcher of {} is {} events behind; it gets RESYNC instead of more", event.path(), CAPACITY);
        }
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    @Override
    public void run() {
        for (int i = 0; i < EVENTS_PER_TURN; i++) {
            WatchEvent event = events.poll();
            if (event != null) {
                size.decrementAndGet();
                deliver(event);
            } else if (dispatcher.retire(watcher)) {
                return;
            }
        }
        dispatcher.nextTurn(this);
    }

    private void deliver(WatchEvent event) {
        if (event.type() == WatchEvent.Type.RESYNC) {
            resyncQueued = false;
        }
        long start = System.nanoTime();
        try {
            watcher.process(event);
        } catch (Throwable e) {
            log.warn("Watcher of {} failed on {}", event.path(), event.type(), e);
        }
        long took = System.nanoTime() - start;
        if (took > SLOW_NANOS) {
            log.warn("Watcher of {} took {} ms", event.path(), TimeUnit.NANOSECONDS.toMillis(took));
        }
    }
}
