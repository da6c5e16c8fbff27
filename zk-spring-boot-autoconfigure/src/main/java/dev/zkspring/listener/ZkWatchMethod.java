package dev.zkspring.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * What a watch calls.
 *
 * @param invocation the call itself
 * @param description the method as its author wrote it, with its bean, for logs and errors
 * @param parameters what it receives, in the order of its parameters
 */
public record ZkWatchMethod(Invocation invocation, String description, List<ZkWatchParameter> parameters) {

    public ZkWatchMethod {
        parameters = List.copyOf(parameters);
    }

    /** Calls what is watched for. */
    @FunctionalInterface
    public interface Invocation {

        /**
         * Calls it, on the thread of the watch.
         *
         * @return {@code Boolean.FALSE} to stop the watch
         * @throws Exception what it threw itself, never wrapped
         */
        @Nullable
        Object invoke(@Nullable Object[] arguments) throws Exception;
    }

    /**
     * A method of a bean.
     *
     * @param method a method that can be invoked on the bean, also when that is a proxy; returns nothing or a boolean
     */
    public static ZkWatchMethod of(
            Object bean, String beanName, Method method, String description, List<ZkWatchParameter> parameters) {
        ReflectionUtils.makeAccessible(method);
        return new ZkWatchMethod(
                arguments -> invoke(bean, method, arguments), description + " of bean '" + beanName + "'", parameters);
    }

    private static @Nullable Object invoke(Object bean, Method method, @Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            ReflectionUtils.rethrowException(e.getTargetException());
            throw e;
        }
    }

    /** Names the method and the bean, never calls the bean. */
    @Override
    public String toString() {
        return description;
    }
}
