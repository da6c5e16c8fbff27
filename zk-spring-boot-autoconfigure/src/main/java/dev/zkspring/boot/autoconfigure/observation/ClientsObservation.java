package dev.zkspring.boot.autoconfigure.observation;

import dev.zkspring.client.ZkClient;
import dev.zkspring.observation.ZkRequestObservationConvention;
import dev.zkspring.observation.ZkRequestObservations;
import io.micrometer.observation.ObservationRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

/** Observes the requests of all clients of the context, however they were built, until it ends. */
final class ClientsObservation implements SmartInitializingSingleton, DisposableBean {

    private final ConfigurableListableBeanFactory beans;

    private final ObservationRegistry registry;

    private final @Nullable ZkRequestObservationConvention convention;

    private final Map<ZkClient, ZkRequestObservations> observers = new LinkedHashMap<>();

    ClientsObservation(
            ConfigurableListableBeanFactory beans,
            ObservationRegistry registry,
            @Nullable ZkRequestObservationConvention convention) {
        this.beans = beans;
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public void afterSingletonsInstantiated() {
        SimpleAutowireCandidateResolver.resolveAutowireCandidates(beans, ZkClient.class)
                .forEach((beanName, client) -> observe(client));
    }

    private void observe(ZkClient client) {
        ZkRequestObservations observer = new ZkRequestObservations(registry, client.clientName(), convention);
        client.addObserver(observer);
        observers.put(client, observer);
    }

    @Override
    public void destroy() {
        observers.forEach(ZkClient::removeObserver);
        observers.clear();
    }
}
