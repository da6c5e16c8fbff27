package dev.zkspring.samples.quickstart;

import dev.zkspring.client.ZkClient;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkWatchFailedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.event.EventListener;

/** Begins a {@link ClientHistory} with each client of an application, before it is started. */
class ClientHistories implements BeanPostProcessor {

    private final Map<String, ClientHistory> histories = new ConcurrentHashMap<>();

    private final List<ZkWatchFailedEvent> failures = new CopyOnWriteArrayList<>();

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof ZkClient client) {
            histories.put(client.clientName(), new ClientHistory(client));
        }
        return bean;
    }

    @EventListener
    void connectionChanged(ZkConnectionEvent event) {
        of(event.clientName()).published(event);
    }

    @EventListener
    void watchFailed(ZkWatchFailedEvent event) {
        failures.add(event);
    }

    ClientHistory of(String clientName) {
        return histories.get(clientName);
    }

    List<ClientHistory> all() {
        return List.copyOf(histories.values());
    }

    List<ZkWatchFailedEvent> watchFailures() {
        return List.copyOf(failures);
    }
}
