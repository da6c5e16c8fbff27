package dev.zkspring.metrics;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ServerAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of the servers of a client, as they tell by {@code mntr}, which servers since 3.5.3 answer only if it is in
 * their {@code 4lw.commands.whitelist}. All servers are asked at once and in intervals, on no thread that reads meters,
 * so that no reader waits and none asks twice. Begins with the first binding to a registry and ends with {@link #close},
 * which removes the meters. Safe for use by many threads.
 */
public final class ZkServerMetrics implements MeterBinder, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ZkServerMetrics.class);

    private final ZkClient client;

    private final Tags tags;

    private final Duration interval;

    private final Duration timeout;

    private final List<MeterRegistry> registries = new ArrayList<>();

    private final Map<ServerAddress, ServerMeters> servers = new LinkedHashMap<>();

    private @Nullable ScheduledExecutorService schedule;

    /** With the client's name as the tag {@code client}; otherwise as the other constructor. */
    public ZkServerMetrics(ZkClient client, Duration interval, Duration timeout) {
        this(client, Tags.of("client", client.clientName()), interval, timeout);
    }

    /**
     * Meters of a client's servers.
     *
     * @param tags of every meter besides {@code server}, usually {@code client} with the client's name
     * @param interval between two questions to the same server
     * @param timeout after which a server that has not answered counts as down, at most the interval
     * @throws IllegalArgumentException if the interval or the timeout is not above 0, or the timeout above the interval
     */
    public ZkServerMetrics(ZkClient client, Iterable<Tag> tags, Duration interval, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "server metrics: interval %s, timeout %s (expected: both above 0, the timeout at most the interval)"
                            .formatted(interval, timeout));
        }
        this.client = client;
        this.tags = Tags.of(tags);
        this.interval = interval;
        this.timeout = timeout;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        servers.forEach((address, meters) -> meters.bindTo(registry));
        if (schedule == null) {
            schedule = Executors.newSingleThreadScheduledExecutor(this::thread);
            schedule.scheduleWithFixedDelay(this::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, client.clientName() + "-server-metrics");
        thread.setDaemon(true);
        return thread;
    }

    /** A task that throws would be the last of its schedule. */
    private void ask() {
        try {
            // Waits here, so that no registry is called on the client's event loop.
            answered(client.async().commandAll(FourLetterWord.MNTR, timeout).join());
        } catch (RuntimeException e) {
            log.debug("Servers of {} could not be asked for their metrics", client.clientName(), e);
            answered(Map.of());
        }
    }

    private synchronized void answered(Map<ServerAddress, CommandAnswer> answers) {
        if (schedule == null) {
            return;
        }
        for (ServerAddress gone : List.copyOf(servers.keySet())) {
            if (!answers.containsKey(gone) && !client.hosts().contains(gone)) {
                remove(gone);
            }
        }
        answers.keySet().forEach(server -> servers.computeIfAbsent(server, this::newMeters));
        servers.forEach((server, meters) -> meters.update(answers.get(server)));
    }

    private ServerMeters newMeters(ServerAddress server) {
        ServerMeters meters = new ServerMeters(server, tags);
        registries.forEach(meters::bindTo);
        return meters;
    }

    private void remove(ServerAddress server) {
        ServerMeters meters = servers.remove(server);
        if (meters != null) {
            meters.remove();
        }
    }

    /** Asks no more and removes the meters. Idempotent. */
    @Override
    public synchronized void close() {
        if (schedule != null) {
            schedule.shutdownNow();
            schedule = null;
        }
        List.copyOf(servers.keySet()).forEach(this::remove);
        registries.clear();
    }
}
