package dev.zkspring.event;

import dev.zkspring.client.ZkClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what clients tell of their connections as {@link ZkConnectionEvent}s. Until {@link #release()} the events
 * are kept, because a client connects before the {@code @EventListener} methods of an application are registered; then
 * they are published in their order. Safe for use by many threads.
 */
public final class ConnectionEventPublisher implements DisposableBean {

    private final ApplicationEventPublisher publisher;

    private final Map<ZkClient, ConnectionEventQueue> queues = new ConcurrentHashMap<>();

    private volatile boolean released;

    public ConnectionEventPublisher(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes the events of a client that is not started yet: an event of the past would not be heard of. */
    public void listenTo(ZkClient client) {
        ConnectionEventQueue queue = new ConnectionEventQueue(client, publisher);
        if (queues.putIfAbsent(client, queue) == null) {
            client.addListener(queue);
            if (released) {
                queue.release();
            }
        }
    }

    /** Publishes the events that were kept, and from now on each one at once. */
    public void release() {
        released = true;
        queues.values().forEach(ConnectionEventQueue::release);
    }

    /** Whether the calling thread is in the middle of publishing an event, so that it must not wait for the next. */
    public boolean isPublishing() {
        return queues.values().stream().anyMatch(queue -> queue.isPublishedBy(Thread.currentThread()));
    }

    /**
     * Waits until everything that a stopped client told has been published, its {@link ZkLostEvent} the last.
     *
     * @return false if that took longer than {@code timeout}
     */
    public boolean awaitLost(ZkClient client, Duration timeout) throws InterruptedException {
        ConnectionEventQueue queue = queues.get(client);
        return queue == null || queue.awaitLost(timeout);
    }

    /** Publishes nothing any more: the application context is gone. */
    @Override
    public void destroy() {
        queues.values().forEach(ConnectionEventQueue::close);
    }
}
