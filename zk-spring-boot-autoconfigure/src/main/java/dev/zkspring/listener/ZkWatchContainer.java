package dev.zkspring.listener;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.ChildrenChange;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One watched path of a {@link ZkWatchEndpoint}: keeps its watch and calls its method, one call after another. It can
 * be started and stopped again and again; each start calls the method with the present value, if the endpoint wants
 * that. Safe for use by many threads.
 */
public final class ZkWatchContainer {

    private final ZkWatchEndpoint endpoint;

    private final String path;

    private final ZkClient client;

    private final @Nullable Executor queue;

    private final WatchMethodInvoker invoker;

    private final WatchFailures failures;

    private final List<ZkWatchInterceptor> interceptors;

    private final AtomicLong deliveries = new AtomicLong();

    private volatile Runnable changeListener = () -> {};

    private volatile @Nullable Instant lastDelivery;

    private volatile @Nullable Throwable lastError;

    /** Written under the lock of this container. */
    private volatile @Nullable Run run;

    /** Written under the lock of this container. */
    private volatile @Nullable Call call;

    /**
     * The queue must run its tasks one at a time and in order. {@code null} with the mock of a client, which has no
     * threads and tells of no changes.
     */
    ZkWatchContainer(
            ZkWatchEndpoint endpoint,
            String path,
            ZkClient client,
            @Nullable Executor queue,
            WatchMethodInvoker invoker,
            WatchFailures failures,
            List<ZkWatchInterceptor> interceptors) {
        this.endpoint = endpoint;
        this.path = path;
        this.client = client;
        this.queue = queue;
        this.invoker = invoker;
        this.failures = failures;
        this.interceptors = interceptors;
    }

    /** The id of the endpoint; its other paths have containers with the same id. */
    public String id() {
        return endpoint.id();
    }

    public String path() {
        return path;
    }

    public ZkWatchEndpoint endpoint() {
        return endpoint;
    }

    /** The name of the client in threads and logs. */
    public String clientName() {
        return client.clientName();
    }

    /** Whether started and not stopped since, neither from outside nor by the method. */
    public boolean isRunning() {
        return run != null;
    }

    /** How often the method was called and returned. */
    public long deliveries() {
        return deliveries.get();
    }

    /** When the method last returned, {@code null} if it never did. */
    public @Nullable Instant lastDelivery() {
        return lastDelivery;
    }

    /** What last went wrong in reading, in converting or in the method, {@code null} if nothing did. */
    public @Nullable Throwable lastError() {
        return lastError;
    }

    /** Does nothing on a running container. Returns at once, connected or not. */
    public void start() {
        synchronized (this) {
            if (run != null) {
                return;
            }
            Run started = new Run();
            run = started;
            started.begin();
        }
        changeListener.run();
    }

    /** Begins no further call; one that runs is neither interrupted nor waited for. */
    public void stop() {
        synchronized (this) {
            Run running = run;
            if (running == null) {
                return;
            }
            run = null;
            running.end();
        }
        changeListener.run();
    }

    /** Tells the interceptors that it is not known any more. */
    void removed() {
        interceptors.forEach(interceptor -> interceptor.watchRemoved(this));
    }

    /** Completes when no call is running, at once if asked by that call itself. */
    CompletableFuture<Void> quiet() {
        Call running = call;
        return running == null || running.thread() == Thread.currentThread()
                ? CompletableFuture.completedFuture(null)
                : running.returned();
    }

    /** Hears of every start and stop. */
    void onChange(Runnable listener) {
        changeListener = listener;
    }

    private void readFailed(String failedPath, Throwable error) {
        lastError = error;
        failures.beforeCall(this, error);
    }

    private boolean deliver(Run by, WatchDelivery delivery) {
        Call current = new Call(Thread.currentThread(), new CompletableFuture<>());
        if (!enter(by, current)) {
            return false;
        }
        try {
            boolean wanted = invoke(delivery);
            if (!wanted && run == by) {
                stop();
            }
            return wanted;
        } finally {
            leave(current);
        }
    }

    private boolean invoke(WatchDelivery delivery) {
        try {
            boolean wanted = new InterceptedCall(this, delivery, invoker, interceptors, 0).proceed();
            deliveries.incrementAndGet();
            lastDelivery = Instant.now();
            return wanted;
        } catch (ZkPayloadConversionException e) {
            lastError = e;
            failures.beforeCall(this, e);
        } catch (Throwable e) {
            // Also what the machine throws: nobody else looks, and the value counts as delivered.
            lastError = e;
            failures.inCall(this, e);
        }
        return true;
    }

    /** Under the same lock as {@link #stop}, so that no call begins after it. */
    private synchronized boolean enter(Run by, Call current) {
        if (run != by) {
            return false;
        }
        call = current;
        return true;
    }

    private synchronized void leave(Call current) {
        call = null;
        current.returned().complete(null);
    }

    private record Call(Thread thread, CompletableFuture<Void> returned) {}

    /** From one start to the next stop. Its values are confined to the queue, its life to the container's lock. */
    private final class Run {

        private @Nullable Watch watch;

        private boolean ended;

        /** With an executor of the caller's thread the method may have been called, and have stopped this, in here. */
        void begin() {
            boolean opened = false;
            try {
                watch = queue == null ? null : open(queue);
                opened = true;
            } finally {
                if (!opened) {
                    run = null;
                }
            }
            if (ended) {
                close();
            }
        }

        void end() {
            ended = true;
            close();
        }

        private void close() {
            if (watch != null) {
                watch.close();
            }
        }

        private Watch open(Executor queue) {
            return switch (endpoint.kind()) {
                case DATA ->
                    DataWatch.on(client, path)
                            .executor(queue)
                            .errorHandler(ZkWatchContainer.this::readFailed)
                            .initial(endpoint.initial())
                            .start(this::dataChanged);
                case CHILDREN ->
                    ChildrenWatch.onChange(client, path)
                            .executor(queue)
                            .errorHandler(ZkWatchContainer.this::readFailed)
                            .initial(endpoint.initial())
                            .start(this::childrenChanged);
            };
        }

        private boolean dataChanged(@Nullable NodeData node, @Nullable WatchEvent event) {
            return deliver(this, WatchDelivery.ofData(path, node, event));
        }

        private boolean childrenChanged(ChildrenChange change) {
            return deliver(this, WatchDelivery.ofChildren(change));
        }
    }
}
