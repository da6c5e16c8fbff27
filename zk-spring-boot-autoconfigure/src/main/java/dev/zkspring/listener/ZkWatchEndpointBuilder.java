package dev.zkspring.listener;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.listener.ZkWatchParameter.Source;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Makes an endpoint that calls a listener, as an annotation makes one that calls a method. What is not set is as in the
 * annotations. Listeners run where annotated methods do, may block, and may throw.
 */
public final class ZkWatchEndpointBuilder {

    private final String id;

    private final Set<String> paths = new LinkedHashSet<>();

    private @Nullable String client;

    private @Nullable Boolean autoStartup;

    private boolean initial = true;

    private @Nullable String errorHandler;

    private @Nullable String executor;

    ZkWatchEndpointBuilder(String id) {
        Assert.hasText(id, "a watch needs an id");
        this.id = id;
    }

    /**
     * The nodes to watch; each gets a watch of its own.
     *
     * @throws IllegalArgumentException for a path that is not valid
     */
    public ZkWatchEndpointBuilder paths(String... nodes) {
        for (String node : nodes) {
            ZkPath.validate(node);
            paths.add(node);
        }
        return this;
    }

    /** The name of the client bean. */
    public ZkWatchEndpointBuilder client(String beanName) {
        client = beanName;
        return this;
    }

    /** Whether to start with the application. */
    public ZkWatchEndpointBuilder autoStartup(boolean start) {
        autoStartup = start;
        return this;
    }

    /** Whether the listener is called with the value found at the start; else with changes only. */
    public ZkWatchEndpointBuilder initial(boolean call) {
        initial = call;
        return this;
    }

    /** The name of a {@link dev.zkspring.client.watch.WatchErrorHandler} bean. */
    public ZkWatchEndpointBuilder errorHandler(String beanName) {
        errorHandler = beanName;
        return this;
    }

    /** The name of an {@link java.util.concurrent.Executor} bean that calls the listener. */
    public ZkWatchEndpointBuilder executor(String beanName) {
        executor = beanName;
        return this;
    }

    /** An endpoint that gives each value of the data to the listener. */
    public <T> ZkWatchEndpoint data(Class<T> type, Consumer<ZkDataChange<T>> listener) {
        return dataWhile(type, change -> accept(listener, change));
    }

    /** As {@link #data(Class, Consumer)}, for generic types. */
    public <T> ZkWatchEndpoint data(ParameterizedTypeReference<T> type, Consumer<ZkDataChange<T>> listener) {
        return data(ResolvableType.forType(type), (ZkDataChange<T> change) -> accept(listener, change));
    }

    /** An endpoint that gives the values of the data to the listener until that returns false. */
    public <T> ZkWatchEndpoint dataWhile(Class<T> type, Predicate<ZkDataChange<T>> listener) {
        Assert.isTrue(!type.isPrimitive(), () -> type + " cannot be null, as it must for a missing node");
        return data(ResolvableType.forClass(type), listener);
    }

    /** An endpoint that gives each change among the children to the listener. */
    public ZkWatchEndpoint children(Consumer<ZkChildrenChange> listener) {
        return childrenWhile(change -> accept(listener, change));
    }

    /** An endpoint that gives the changes among the children to the listener until that returns false. */
    public ZkWatchEndpoint childrenWhile(Predicate<ZkChildrenChange> listener) {
        return build(
                ZkWatchKind.CHILDREN,
                arguments -> listener.test((ZkChildrenChange) arguments[0]),
                parameter(Source.CHANGE, ResolvableType.forClass(ZkChildrenChange.class)));
    }

    private <T> ZkWatchEndpoint data(ResolvableType type, Predicate<ZkDataChange<T>> listener) {
        return build(
                ZkWatchKind.DATA,
                arguments -> listener.test(change(arguments)),
                parameter(Source.PATH, ResolvableType.forClass(String.class)),
                parameter(Source.PAYLOAD, type),
                parameter(Source.STAT, ResolvableType.forClass(Stat.class)),
                parameter(Source.EVENT, ResolvableType.forClass(WatchEvent.class)));
    }

    /** The payload is of this type: {@link WatchMethodInvoker} has checked it. */
    @SuppressWarnings("unchecked")
    private static <T> ZkDataChange<T> change(@Nullable Object[] arguments) {
        return new ZkDataChange<>(
                String.valueOf(arguments[0]), (T) arguments[1], (Stat) arguments[2], (WatchEvent) arguments[3]);
    }

    private static ZkWatchParameter parameter(Source source, ResolvableType type) {
        return new ZkWatchParameter(source, type, false);
    }

    private static <C> boolean accept(Consumer<C> listener, C change) {
        listener.accept(change);
        return true;
    }

    private ZkWatchEndpoint build(
            ZkWatchKind kind, ZkWatchMethod.Invocation invocation, ZkWatchParameter... parameters) {
        Assert.state(!paths.isEmpty(), () -> "watch '" + id + "' names no path");
        ZkWatchMethod method =
                new ZkWatchMethod(invocation, "listener '" + id + "', registered in code", List.of(parameters));
        return new ZkWatchEndpoint(
                id, kind, List.copyOf(paths), client, autoStartup, initial, errorHandler, executor, method);
    }
}
