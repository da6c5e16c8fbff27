package dev.zkspring.listener;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.WatchErrorHandler;
import dev.zkspring.listener.ZkWatchParameter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;

/** Gives endpoints what they need from the context, clients, executors, converters, and puts them in the registry. */
public final class ZkWatchRegistrar {

    private final ConfigurableListableBeanFactory beans;

    private final ApplicationEventPublisher publisher;

    private final ZkWatchRegistry registry;

    private final PayloadConverters converters;

    private final List<ZkWatchInterceptor> interceptors;

    public ZkWatchRegistrar(
            ConfigurableListableBeanFactory beans, ApplicationEventPublisher publisher, ZkWatchRegistry registry) {
        this.beans = beans;
        this.publisher = publisher;
        this.registry = registry;
        this.converters = PayloadConverters.of(beans);
        this.interceptors =
                beans.getBeanProvider(ZkWatchInterceptor.class).orderedStream().toList();
    }

    /**
     * Registers an endpoint, and starts it if the registry is started.
     *
     * @throws InvalidWatchMethodException if a bean it names, or a converter for its payload, is missing
     * @throws DuplicateWatchIdException if its id is taken
     */
    public void register(ZkWatchEndpoint endpoint) {
        ZkClient client = bean(endpoint, ZkClient.class, "client", endpoint.client());
        WatchMethodInvoker invoker = new WatchMethodInvoker(endpoint.method(), converter(endpoint));
        WatchFailures failures = new WatchFailures(publisher, errorHandler(endpoint));
        List<ZkWatchContainer> containers = new ArrayList<>();
        for (String path : endpoint.paths()) {
            Executor queue = queue(endpoint, client, path);
            containers.add(new ZkWatchContainer(endpoint, path, client, queue, invoker, failures, interceptors));
        }
        registry.register(endpoint, containers);
    }

    private Executor queue(ZkWatchEndpoint endpoint, ZkClient client, String path) {
        String description = "watch " + endpoint.id() + " of " + path;
        Executor callbackThreads = client.serialExecutor(description);
        if (endpoint.executor() == null) {
            return callbackThreads;
        }
        Executor target = bean(endpoint, Executor.class, "executor", endpoint.executor());
        return new SerialExecutor(description, callbackThreads, target);
    }

    private @Nullable WatchErrorHandler errorHandler(ZkWatchEndpoint endpoint) {
        return endpoint.errorHandler() == null
                ? null
                : bean(endpoint, WatchErrorHandler.class, "errorHandler", endpoint.errorHandler());
    }

    private @Nullable ZkPayloadConverter converter(ZkWatchEndpoint endpoint) {
        ResolvableType payload = endpoint.method().parameters().stream()
                .filter(parameter -> parameter.source() == Source.PAYLOAD)
                .map(ZkWatchParameter::type)
                .findFirst()
                .orElse(null);
        return payload == null
                ? null
                : converters
                        .find(payload)
                        .orElseThrow(() -> new InvalidWatchMethodException(
                                endpoint.method().toString(),
                                "nothing converts the node's data to " + payload,
                                "Take byte[] or String, add Jackson (tools.jackson.core:jackson-databind) for JSON, or"
                                        + " define a bean of type " + ZkPayloadConverter.class.getName(),
                                null));
    }

    private <T> T bean(ZkWatchEndpoint endpoint, Class<T> type, String attribute, @Nullable String name) {
        try {
            return name == null ? beans.getBeanProvider(type).getObject() : beans.getBean(name, type);
        } catch (BeansException e) {
            String[] present = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type);
            throw new InvalidWatchMethodException(
                    endpoint.method().toString(),
                    name == null
                            ? "there is no single or primary bean of type " + type.getName()
                            : "%s = \"%s\" is not the name of a usable bean of type %s"
                                    .formatted(attribute, name, type.getName()),
                    present.length == 0
                            ? "There is no bean of this type; define one"
                            : "Set %s to one of: %s".formatted(attribute, String.join(", ", present)),
                    e);
        }
    }
}
