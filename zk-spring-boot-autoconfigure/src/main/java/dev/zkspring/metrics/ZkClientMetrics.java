package dev.zkspring.metrics;

import dev.zkspring.client.ZkClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Meters of a client: its requests, its connection, its watches. They are recorded from the binding to a registry until
 * {@link #close}, which removes them there. The guide's page on metrics lists names, tags and meanings. Safe for use by
 * many threads.
 */
public final class ZkClientMetrics implements MeterBinder, AutoCloseable {

    private final ZkClient client;

    private final Tags tags;

    private final List<ClientMeters> bound = new ArrayList<>();

    /** With the client's name as the tag {@code client}, which should be unique in a registry. */
    public ZkClientMetrics(ZkClient client) {
        this(client, Tags.of("client", client.clientName()));
    }

    /**
     * Meters with tags of the caller's own.
     *
     * @param client not a view, which has no observers
     * @param tags of every meter, instead of the client's name
     */
    public ZkClientMetrics(ZkClient client, Iterable<Tag> tags) {
        this.client = client;
        this.tags = Tags.of(tags);
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        ClientMeters meters = new ClientMeters(client, new OwnedMeters(registry, tags));
        bound.add(meters);
        client.addObserver(meters);
    }

    /** Removes the meters; the client goes on without. Idempotent. */
    @Override
    public synchronized void close() {
        bound.forEach(meters -> {
            client.removeObserver(meters);
            meters.remove();
        });
        bound.clear();
    }
}
