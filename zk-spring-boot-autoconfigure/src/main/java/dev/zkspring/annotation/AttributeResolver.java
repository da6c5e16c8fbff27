package dev.zkspring.annotation;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Replaces the placeholders and expressions in annotation attributes. */
final class AttributeResolver {

    private final ConfigurableListableBeanFactory beans;

    AttributeResolver(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** The resolved text, {@code null} for none. */
    @Nullable
    String text(String attribute) {
        Object value = evaluate(attribute);
        String text = value == null ? "" : value.toString().trim();
        return text.isEmpty() ? null : text;
    }

    /** The resolved texts; an attribute may give none or several. */
    List<String> texts(String attribute) {
        Object value = evaluate(attribute);
        Stream<?> values;
        if (value instanceof Object[] array) {
            values = Stream.of(array);
        } else {
            values = value instanceof Collection<?> collection ? collection.stream() : Stream.ofNullable(value);
        }
        return values.map(String::valueOf).map(String::trim).toList();
    }

    private @Nullable Object evaluate(String attribute) {
        String resolved = beans.resolveEmbeddedValue(attribute);
        BeanExpressionResolver expressions = beans.getBeanExpressionResolver();
        return expressions == null ? resolved : expressions.evaluate(resolved, new BeanExpressionContext(beans, null));
    }
}
