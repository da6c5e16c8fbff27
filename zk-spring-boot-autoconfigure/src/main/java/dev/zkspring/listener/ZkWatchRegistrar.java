package dev.zkspring.listener;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.watch.WatchErrorHandler;
import dev.zkspring.listener.ZkWatchParameter.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Gives endpoints what they need from the context, clients, executors, converters, and puts them in the registry. A
 * {@link ZkListenerConfigurer} receives the one of its context. Once the context has started it is safe for use by many
 * threads.
 */
public final class ZkWatchRegistrar {

    /** The executor bean, if there is one, for the watches that name none; else the client's callback threads. */
    public static final String DEFAULT_EXECUTOR = "zkWatchExecutor";

    private final ConfigurableListableBeanFactory beans;

    private final ApplicationEventPublisher publisher;

    private final ZkWatchRegistry registry;

    private final List<ZkWatchInterceptor> interceptors;

    private final List<ZkPayloadConverter> added = new ArrayList<>();

    private PayloadConverters converters;

    private @Nullable WatchErrorHandler errorHandler;

    /** What was registered while others may still add what it needs; {@code null} afterwards. */
    private @Nullable List<ZkWatchEndpoint> early = new ArrayList<>();

    private ZkWatchRegistrar(
            ConfigurableListableBeanFactory beans, ApplicationEventPublisher publisher, ZkWatchRegistry registry) {
        this.beans = beans;
        this.publisher = publisher;
        this.registry = registry;
        this.converters = PayloadConverters.of(beans, added);
        this.interceptors =
                beans.getBeanProvider(ZkWatchInterceptor.class).orderedStream().toList();
    }

    /** The registrar of a context whose singletons exist, after all {@link ZkListenerConfigurer}s of that context. */
    public static ZkWatchRegistrar create(
            ConfigurableListableBeanFactory beans, ApplicationEventPublisher publisher, ZkWatchRegistry registry) {
        ZkWatchRegistrar registrar = new ZkWatchRegistrar(beans, publisher, registry);
        registrar.configure();
        return registrar;
    }

    private void configure() {
        Collection<ZkListenerConfigurer> own =
                beans.getBeansOfType(ZkListenerConfigurer.class).values();
        beans.getBeanProvider(ZkListenerConfigurer.class)
                .orderedStream()
                .filter(own::contains)
                .forEach(configurer -> configurer.configureZkListeners(this));
        converters = PayloadConverters.of(beans, added);
        List<ZkWatchEndpoint> waiting = Objects.requireNonNull(early);
        early = null;
        waiting.forEach(this::register);
    }

    /**
     * Adds a converter that is asked before all others, the one added first before those added later.
     *
     * @throws IllegalStateException outside of a {@link ZkListenerConfigurer}
     */
    public void addConverter(ZkPayloadConverter converter) {
        checkConfiguring();
        added.add(converter);
    }

    /**
     * Sets the error handler of the watches that name none. Without one it is the only or primary
     * {@link WatchErrorHandler} bean, else errors are logged.
     *
     * @throws IllegalStateException outside of a {@link ZkListenerConfigurer}
     */
    public void setErrorHandler(WatchErrorHandler handler) {
        checkConfiguring();
        errorHandler = handler;
    }

    private void checkConfiguring() {
        Assert.state(
                early != null,
                "the application has started and its watches with it; set this in a ZkListenerConfigurer");
    }

    /**
     * Registers an endpoint, and starts it if the registry is started. In a {@link ZkListenerConfigurer} that happens,
     * and fails, when all of them have been called.
     *
     * @throws InvalidWatchMethodException if a bean it names, or a converter for its payload, is missing
     * @throws DuplicateWatchIdException if its id is taken
     */
    public void register(ZkWatchEndpoint endpoint) {
        if (early != null) {
            early.add(endpoint);
            return;
        }
        ZkClient client = bean(endpoint, ZkClient.class, "client", endpoint.client());
        WatchMethodInvoker invoker = new WatchMethodInvoker(endpoint.method(), converter(endpoint));
        WatchFailures failures = new WatchFailures(publisher, errorHandler(endpoint));
        List<ZkWatchContainer> containers = new ArrayList<>();
        for (String path : endpoint.paths()) {
            @Nullable Executor queue = queue(endpoint, client, path);
            containers.add(new ZkWatchContainer(endpoint, path, client, queue, invoker, failures, interceptors));
        }
        registry.register(endpoint, containers);
    }

    private @Nullable Executor queue(ZkWatchEndpoint endpoint, ZkClient client, String path) {
        String description = "watch " + endpoint.id() + " of " + path;
        @Nullable Executor callbackThreads = client.serialExecutor(description);
        if (callbackThreads == null) {
            return null;
        }
        String executor = endpoint.executor();
        if (executor == null && !beans.containsBean(DEFAULT_EXECUTOR)) {
            return callbackThreads;
        }
        Executor target = bean(endpoint, Executor.class, "executor", executor == null ? DEFAULT_EXECUTOR : executor);
        return new SerialExecutor(description, callbackThreads, target);
    }

    private @Nullable WatchErrorHandler errorHandler(ZkWatchEndpoint endpoint) {
        if (endpoint.errorHandler() != null) {
            return bean(endpoint, WatchErrorHandler.class, "errorHandler", endpoint.errorHandler());
        }
        return errorHandler != null
                ? errorHandler
                : beans.getBeanProvider(WatchErrorHandler.class).getIfUnique();
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
