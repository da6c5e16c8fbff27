package dev.zkspring.boot.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps secrets out of the endpoints {@code env} and {@code configprops}, also where those are
 * told to show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
public final class ZkSecretsAutoConfiguration {

    @Bean
    SanitizingFunction zkSecretsSanitizingFunction() {
        return ZkSecretsAutoConfiguration::sanitize;
    }

    private static SanitizableData sanitize(SanitizableData data) {
        Object value = data.getValue();
        return value == null ? data : data.withValue(Secrets.shown(name(data.getKey()), value));
    }

    /** Environment variables are endpoints' keys as they are, {@code ZK_SASL_PASSWORD}. */
    private static ConfigurationPropertyName name(String key) {
        return ConfigurationPropertyName.adapt(key, key.indexOf('.') >= 0 ? '.' : '_');
    }
}
