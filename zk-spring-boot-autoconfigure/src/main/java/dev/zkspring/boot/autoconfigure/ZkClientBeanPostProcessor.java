package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.event.ConnectionEventPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * Begins to connect each client as soon as its bean is made, so that the beans made after it may use it, and closes it
 * when the context ends, also when that ends before it has started.
 */
final class ZkClientBeanPostProcessor implements DestructionAwareBeanPostProcessor {

    private static final String CREATE_CHROOT = "zk.create-chroot";

    private final ObjectProvider<ConnectionEventPublisher> events;

    private final Environment environment;

    ZkClientBeanPostProcessor(ObjectProvider<ConnectionEventPublisher> events, Environment environment) {
        this.events = events;
        this.environment = environment;
    }

    static boolean isAotProcessing() {
        return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ZkClient client && !isAotProcessing()) {
            events.getObject().listenTo(client);
            start(client);
            if (set(CREATE_CHROOT, Boolean.class).orElse(false)) {
                FirstRequest.createChroot(client);
            }
        }
        return bean;
    }

    /** Whether it succeeds is the business of {@link ZkClientLifecycle}. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void start(ZkClient client) {
        client.startAsync();
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof ZkClient;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String beanName) {
        if (bean instanceof ZkClient client) {
            client.close(PhaseTimeout.forClose(environment));
        }
    }

    private <T> BindResult<T> set(String property, Class<T> type) {
        return Binder.get(environment).bind(property, type);
    }
}
