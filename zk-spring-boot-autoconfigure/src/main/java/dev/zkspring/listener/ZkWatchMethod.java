package dev.zkspring.listener;

import java.lang.reflect.Method;
import java.util.List;

/**
 * A method that a watch calls.
 *
 * @param bean what the method is called on
 * @param beanName its name in the context
 * @param method a method that can be invoked on the bean, also when that is a proxy; returns nothing or a boolean
 * @param description the method as its author wrote it, for logs and errors
 * @param parameters what it receives, in the order of its parameters
 */
public record ZkWatchMethod(
        Object bean, String beanName, Method method, String description, List<ZkWatchParameter> parameters) {

    /** Names the method and the bean, never calls the bean. */
    @Override
    public String toString() {
        return description + " of bean '" + beanName + "'";
    }
}
