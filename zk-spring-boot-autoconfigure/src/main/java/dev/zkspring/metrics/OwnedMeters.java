package dev.zkspring.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Meters that one owner registered in a registry, to be removed together. Safe for use by many threads. */
final class OwnedMeters {

    private final MeterRegistry registry;

    private final Tags tags;

    private final Set<Meter> meters = new LinkedHashSet<>();

    private boolean removed;

    /** The tags are those of all meters. */
    OwnedMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /** Registers a meter; {@code null} after {@link #removeAll}, so that a late record leaves nothing behind. */
    synchronized <M extends Meter> @Nullable M add(BiFunction<MeterRegistry, Tags, M> registration) {
        if (removed) {
            return null;
        }
        M meter = registration.apply(registry, tags);
        meters.add(meter);
        return meter;
    }

    synchronized void remove(Meter meter) {
        if (meters.remove(meter)) {
            registry.remove(meter);
        }
    }

    synchronized void removeAll() {
        removed = true;
        meters.forEach(registry::remove);
        meters.clear();
    }
}
