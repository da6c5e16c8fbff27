package dev.zkspring.client.internal.watch;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.Watcher;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one watcher has not seen yet. Bounded: when it is full, what comes next is replaced by a single
 * {@link WatchEvent.Type#RESYNC} at the end, one for each handle; only the end of a watch that was to stay is never left
 * out. Added to under the dispatcher's lock for the watcher, emptied by one pool thread at a time.
 */
final class EventQueue implements Runnable {

    /** Design: enough for any burst a live watcher digests, small enough to keep a dead one's memory bounded. */
    static final int CAPACITY = 10_000;

    private static final int EVENTS_PER_TURN = 64;

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final CallbackDispatcher dispatcher;

    private final Watcher watcher;

    /** An event and the handle that it goes through, or the watcher itself. */
    private record Delivery(Watcher to, WatchEvent event) {}

    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();

    /** Those for which a RESYNC stands in the queue; made when the first one has to. */
    private volatile @Nullable Set<Watcher> behind;

    private final AtomicInteger size = new AtomicInteger();

    EventQueue(CallbackDispatcher dispatcher, Watcher watcher) {
        this.dispatcher = dispatcher;
        this.watcher = watcher;
    }

    void add(Watcher to, WatchEvent event) {
        boolean last = to instanceof PersistentWatch && event.type() == WatchEvent.Type.SESSION_LOST;
        if (last || size.get() < CAPACITY && !isBehind(to)) {
            put(to, event);
        } else if (!isBehind(to)) {
            fallBehind(to, to instanceof PersistentWatch handle ? handle.path() : event.path());
        }
    }

    private boolean isBehind(Watcher to) {
        Set<Watcher> present = behind;
        return present != null && present.contains(to);
    }

    private void fallBehind(Watcher to, String path) {
        Set<Watcher> present = behind;
        if (present == null) {
            present = ConcurrentHashMap.newKeySet();
            behind = present;
        }
        // One watcher may have a hundred thousand handles: the first one says it for all.
        if (present.isEmpty()) {
            log.warn("A watcher of {} is {} events behind; it gets RESYNC instead of more", path, CAPACITY);
        }
        present.add(to);
        put(to, new WatchEvent(WatchEvent.Type.RESYNC, path, -1));
    }

    private void put(Watcher to, WatchEvent event) {
        deliveries.add(new Delivery(to, event));
        size.incrementAndGet();
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    @Override
    public void run() {
        for (int i = 0; i < EVENTS_PER_TURN; i++) {
            Delivery delivery = deliveries.poll();
            if (delivery != null) {
                size.decrementAndGet();
                deliver(delivery.to(), delivery.event());
            } else if (dispatcher.retire(watcher)) {
                return;
            }
        }
        dispatcher.nextTurn(this);
    }

    private void deliver(Watcher to, WatchEvent event) {
        Set<Watcher> present = behind;
        if (present != null && event.type() == WatchEvent.Type.RESYNC) {
            present.remove(to);
        }
        long start = System.nanoTime();
        try {
            if (to instanceof StateWatcher state) {
                state.executor().execute(() -> state.process(event));
            } else {
                to.process(event);
            }
        } catch (Throwable e) {
            log.warn("Watcher of {} failed on {}", event.path(), event.type(), e);
        }
        long took = System.nanoTime() - start;
        if (took > SLOW_NANOS) {
            log.warn("Watcher of {} took {} ms", event.path(), TimeUnit.NANOSECONDS.toMillis(took));
        }
    }
}
