package dev.zkspring.metrics;

import dev.zkspring.event.ZkWatchFailedEvent;
import dev.zkspring.listener.ZkWatchCall;
import dev.zkspring.listener.ZkWatchContainer;
import dev.zkspring.listener.ZkWatchInterceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;

/**
 * Meters of the annotated watches of an application context, by their ids: how often and how long their methods run,
 * and their failures. To be closed with the context, which removes the meters. Safe for use by many threads.
 */
public final class ZkWatchMetrics
        implements ZkWatchInterceptor, ApplicationListener<ZkWatchFailedEvent>, AutoCloseable {

    private static final String NO_ERROR = "none";

    private final OwnedMeters meters;

    private final Map<Watch, WatchMeters> watches = new ConcurrentHashMap<>();

    public ZkWatchMetrics(MeterRegistry registry) {
        this.meters = new OwnedMeters(registry, Tags.empty());
    }

    @Override
    public boolean intercept(ZkWatchCall call) throws Exception {
        ZkWatchContainer container = call.container();
        WatchMeters present = of(container.clientName(), container.id(), container.isRunning());
        long begin = System.nanoTime();
        String error = "unknown";
        try {
            boolean wanted = call.proceed();
            error = NO_ERROR;
            return wanted;
        } catch (Throwable e) {
            error = e.getClass().getSimpleName();
            throw e;
        } finally {
            if (present != null) {
                present.called(System.nanoTime() - begin, error);
            }
        }
    }

    @Override
    public void onApplicationEvent(ZkWatchFailedEvent event) {
        boolean running = !(event.getSource() instanceof ZkWatchContainer container) || container.isRunning();
        WatchMeters present = of(event.clientName(), event.watchId(), running);
        if (present != null) {
            present.failed();
        }
    }

    @Override
    public void watchRemoved(ZkWatchContainer container) {
        WatchMeters removed = watches.remove(new Watch(container.clientName(), container.id()));
        if (removed != null) {
            removed.remove();
        }
    }

    /** A watch that does not run any more may have been removed; what is late for it makes no meters again. */
    private @Nullable WatchMeters of(String client, String id, boolean running) {
        Watch watch = new Watch(client, id);
        return running ? watches.computeIfAbsent(watch, key -> new WatchMeters(meters, key)) : watches.get(watch);
    }

    /** Removes the meters. Idempotent. */
    @Override
    public void close() {
        meters.removeAll();
    }

    private record Watch(String client, String id) {

        Tags tags() {
            return Tags.of("client", client, "watch", id);
        }
    }

    private static final class WatchMeters {

        private final OwnedMeters meters;

        private final Watch watch;

        private final Map<String, Timer> calls = new ConcurrentHashMap<>();

        private final @Nullable Counter failures;

        private boolean removed;

        WatchMeters(OwnedMeters meters, Watch watch) {
            this.meters = meters;
            this.watch = watch;
            // Here from the beginning, so that the first failure is a step from zero.
            this.failures = meters.add((registry, tags) -> Counter.builder("zk.client.watch.failures")
                    .description("Failures to read the node, to convert its data or in the method")
                    .tags(watch.tags())
                    .register(registry));
        }

        void called(long nanos, String error) {
            Timer present = calls.get(error);
            Timer timer = present == null ? timer(error) : present;
            if (timer != null) {
                timer.record(nanos, TimeUnit.NANOSECONDS);
            }
        }

        private synchronized @Nullable Timer timer(String error) {
            Timer timer = removed ? null : register(error);
            if (timer != null) {
                calls.put(error, timer);
            }
            return timer;
        }

        private @Nullable Timer register(String error) {
            return meters.add((registry, tags) -> Timer.builder("zk.client.watch.deliveries")
                    .description("Calls of the watch method, with the conversion of the data")
                    .tags(watch.tags())
                    .tag("error", error)
                    .register(registry));
        }

        synchronized void remove() {
            removed = true;
            calls.values().forEach(meters::remove);
            if (failures != null) {
                meters.remove(failures);
            }
        }

        void failed() {
            if (failures != null) {
                failures.increment();
            }
        }
    }
}
