package dev.zkspring.listener;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * All watches of annotated methods, and of listeners registered in code, of one application context, by id. Starts them after all other beans, the web server
 * included, and stops them first, waiting for the calls that run; a paused context keeps them. While one runs, so does
 * a thread that keeps the JVM alive. Safe for use by many threads.
 */
public final class ZkWatchRegistry implements SmartLifecycle, DisposableBean {

    /** Starts late and stops early, next to the message listeners of other projects. */
    public static final int PHASE = Integer.MAX_VALUE - 100;

    private final boolean autoStartup;

    private final Map<String, List<ZkWatchContainer>> containers = new ConcurrentSkipListMap<>();

    private final KeepAlive keepAlive = new KeepAlive();

    private volatile boolean running;

    /** All at once: what follows from it is done once, at the end. */
    private volatile boolean stopping;

    /**
     * @param autoStartup whether watches that do not say so themselves are started with the context
     */
    public ZkWatchRegistry(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public Set<String> ids() {
        return Set.copyOf(containers.keySet());
    }

    /** All containers, sorted by id. */
    public List<ZkWatchContainer> containers() {
        return containers.values().stream().flatMap(Collection::stream).toList();
    }

    /**
     * The containers of a watch, one per path.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    public List<ZkWatchContainer> containers(String id) {
        List<ZkWatchContainer> found = containers.get(id);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no watch has the id '%s'; there are: %s".formatted(id, String.join(", ", containers.keySet())));
        }
        return found;
    }

    /** Starts all containers of an id; does nothing on those that run. */
    public void start(String id) {
        containers(id).forEach(ZkWatchContainer::start);
    }

    /**
     * Stops all containers of an id, without waiting for calls that run, and forgets them: for watches that were
     * registered in code. Does nothing if there is no such id.
     */
    public synchronized void remove(String id) {
        List<ZkWatchContainer> removed = containers.remove(id);
        if (removed != null) {
            removed.forEach(ZkWatchContainer::stop);
            removed.forEach(ZkWatchContainer::removed);
        }
    }

    /** Stops all containers of an id, without waiting for calls that run. */
    public void stop(String id) {
        containers(id).forEach(ZkWatchContainer::stop);
    }

    /** Adds the containers of one endpoint, and starts them if the registry was started already. */
    synchronized void register(ZkWatchEndpoint endpoint, List<ZkWatchContainer> added) {
        List<ZkWatchContainer> present = containers.putIfAbsent(endpoint.id(), List.copyOf(added));
        if (present != null) {
            throw new DuplicateWatchIdException(
                    endpoint.id(), present.get(0).endpoint().method(), endpoint.method());
        }
        added.forEach(container -> container.onChange(this::keepAlive));
        if (running) {
            autoStart(added);
        }
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            autoStart(containers());
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopping = true;
        try {
            containers().forEach(ZkWatchContainer::stop);
        } finally {
            stopping = false;
            keepAlive();
        }
    }

    @Override
    public void stop(Runnable callback) {
        stop();
        CompletableFuture<?>[] calls =
                containers().stream().map(ZkWatchContainer::quiet).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> unused = CompletableFuture.allOf(calls).thenRun(callback);
    }

    /** For contexts that fail while they start, whose lifecycle is not ended by a stop. */
    @Override
    public void destroy() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void autoStart(List<ZkWatchContainer> candidates) {
        for (ZkWatchContainer container : candidates) {
            Boolean own = container.endpoint().autoStartup();
            if (own == null ? autoStartup : own) {
                container.start();
            }
        }
    }

    private void keepAlive() {
        if (!stopping) {
            keepAlive.update(() -> containers().stream().anyMatch(ZkWatchContainer::isRunning));
        }
    }
}
