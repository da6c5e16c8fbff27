package dev.zkspring.boot.autoconfigure.metrics;

import dev.zkspring.client.ZkClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/**
 * Binds all clients of the context, however they were built, and removes their meters when it ends: a registry may live
 * longer.
 */
final class ClientsMeterBinder implements MeterBinder, DisposableBean {

    private final ConfigurableListableBeanFactory beans;

    private final Function<ZkClient, Binding> factory;

    private final List<Binding> bindings = new ArrayList<>();

    private boolean made;

    /** What binds one client, and what ends that. */
    record Binding(MeterBinder binder, Runnable end) {}

    /** The factory makes the binding of a client. */
    ClientsMeterBinder(ConfigurableListableBeanFactory beans, Function<ZkClient, Binding> factory) {
        this.beans = beans;
        this.factory = factory;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (!made) {
            made = true;
            SimpleAutowireCandidateResolver.resolveAutowireCandidates(beans, ZkClient.class).values().stream()
                    .filter(ClientsMeterBinder::hasName)
                    .forEach(client -> bindings.add(factory.apply(client)));
        }
        bindings.forEach(binding -> binding.binder().bindTo(registry));
    }

    /** The mock of a test has none, and does nothing that could be measured. */
    private static boolean hasName(ZkClient client) {
        return Optional.ofNullable(client.clientName()).isPresent();
    }

    @Override
    public synchronized void destroy() {
        bindings.forEach(binding -> binding.end().run());
        bindings.clear();
    }
}
