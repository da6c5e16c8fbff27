package dev.zkspring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Explains credentials that are not where they belong, before Spring Boot does, which would show them. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableSecretFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private final PropertyOrigins origins;

    UnreadableSecretFailureAnalyzer(Environment environment) {
        this.origins = new PropertyOrigins(environment);
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty bound = cause.getProperty();
        ConfigurationPropertyName property = bound == null ? cause.getName() : bound.getName();
        if (!Secrets.isSecret(property)) {
            return null;
        }
        String name = property.toString();
        String description =
                "The property %s cannot be read. It may hold a secret, so its value is not shown.".formatted(name);
        // Not the cause, which quotes the value.
        Exception silent = new IllegalArgumentException(description);
        return new FailureAnalysis(description + origins.describe(List.of(name)), action(name), silent);
    }

    private static String action(String property) {
        return property.startsWith("zk.sasl")
                ? "Set zk.sasl.mechanism, zk.sasl.username and zk.sasl.password, or what the mechanism needs instead."
                : "Set zk.auth[0].scheme=digest and zk.auth[0].credential=user:password, each with its own value.";
    }
}
