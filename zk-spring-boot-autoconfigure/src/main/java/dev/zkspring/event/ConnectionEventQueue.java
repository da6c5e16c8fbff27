package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionListener;
import dev.zkspring.client.data.ConnectionState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** The events of one client, kept until they may be published, and published by one thread at a time. */
final class ConnectionEventQueue implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(ConnectionEventQueue.class);

    private enum Phase {
        HELD,
        RELEASED,
        CLOSED
    }

    private final ZkClient client;

    private final ApplicationEventPublisher publisher;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition drained = lock.newCondition();

    private final Deque<ZkConnectionEvent> events = new ArrayDeque<>();

    private Phase phase = Phase.HELD;

    private ConnectionState lastState = ConnectionState.LOST;

    private boolean hadSession;

    /** The thread that publishes; whoever finds one leaves the events to it, which keeps their order. */
    private @Nullable Thread drainer;

    ConnectionEventQueue(ZkClient client, ApplicationEventPublisher publisher) {
        this.client = client;
        this.publisher = publisher;
    }

    @Override
    public void stateChanged(ConnectionEvent event) {
        lock.lock();
        try {
            lastState = event.state();
            events.add(toApplicationEvent(event));
        } finally {
            lock.unlock();
        }
        drain();
    }

    private ZkConnectionEvent toApplicationEvent(ConnectionEvent event) {
        return switch (event.state()) {
            case CONNECTED -> connected(event);
            case SUSPENDED -> new ZkSuspendedEvent(client, event);
            case LOST -> new ZkLostEvent(client, event);
        };
    }

    private ZkConnectionEvent connected(ConnectionEvent event) {
        boolean first = !hadSession;
        hadSession = true;
        return event.newSession()
                ? new ZkConnectedEvent(client, event, first)
                : new ZkReconnectedEvent(client, event, first);
    }

    void release() {
        boolean kept;
        lock.lock();
        try {
            phase = phase == Phase.HELD ? Phase.RELEASED : phase;
            kept = !events.isEmpty();
        } finally {
            lock.unlock();
        }
        if (kept) {
            client.serialExecutor("connection events").execute(this::drain);
        }
    }

    void close() {
        lock.lock();
        try {
            phase = Phase.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (ZkConnectionEvent event = first(); event != null; event = next()) {
            publish(event);
        }
    }

    private void publish(ZkConnectionEvent event) {
        try {
            publisher.publishEvent(event);
        } catch (Throwable e) {
            log.error("A listener of {} failed", event, e);
        }
    }

    private @Nullable ZkConnectionEvent first() {
        lock.lock();
        try {
            return drainer == null ? poll() : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ZkConnectionEvent next() {
        lock.lock();
        try {
            return poll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ZkConnectionEvent poll() {
        ZkConnectionEvent event = phase == Phase.RELEASED ? events.poll() : null;
        drainer = event == null ? null : Thread.currentThread();
        if (event == null) {
            drained.signalAll();
        }
        return event;
    }

    boolean isPublishedBy(Thread thread) {
        lock.lock();
        try {
            return drainer == thread;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitLost(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isLost()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || !drained.await(left, TimeUnit.NANOSECONDS)) {
                    return isLost();
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLost() {
        return phase != Phase.RELEASED || (lastState == ConnectionState.LOST && events.isEmpty() && drainer == null);
    }

    /** Names the listener where the client warns of a slow one. */
    @Override
    public String toString() {
        return "for application events of " + client.clientName();
    }
}
