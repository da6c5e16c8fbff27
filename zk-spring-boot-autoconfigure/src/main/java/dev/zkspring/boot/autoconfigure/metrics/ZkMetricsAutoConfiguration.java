package dev.zkspring.boot.autoconfigure.metrics;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkConfigurationException;
import dev.zkspring.boot.autoconfigure.ZkProperties;
import dev.zkspring.boot.autoconfigure.metrics.ClientsMeterBinder.Binding;
import dev.zkspring.client.ZkClient;
import dev.zkspring.metrics.ZkClientMetrics;
import dev.zkspring.metrics.ZkServerMetrics;
import dev.zkspring.metrics.ZkWatchMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of all clients, of annotated watches and, when asked for, of the servers. */
@AutoConfiguration(
        after = ZkAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ZkClient.class, MeterRegistry.class})
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@ConditionalOnBean({ZkClient.class, MeterRegistry.class})
@EnableConfigurationProperties(ZkProperties.class)
public final class ZkMetricsAutoConfiguration {

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private static final Duration MAX_INTERVAL = Duration.ofHours(24);

    @Bean
    @ConditionalOnBooleanProperty(name = "zk.metrics.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean(name = "zkClientMetrics")
    ClientsMeterBinder zkClientMetrics(ConfigurableListableBeanFactory beans) {
        return new ClientsMeterBinder(beans, client -> {
            ZkClientMetrics metrics = new ZkClientMetrics(client);
            return new Binding(metrics, metrics::close);
        });
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "zk.metrics.enabled", matchIfMissing = true)
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    @ConditionalOnMissingBean
    ZkWatchMetrics zkWatchMetrics(MeterRegistry registry) {
        return new ZkWatchMetrics(registry);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "zk.metrics.servers.enabled")
    @ConditionalOnMissingBean(name = "zkServerMetrics")
    ClientsMeterBinder zkServerMetrics(ConfigurableListableBeanFactory beans, ZkProperties properties) {
        Duration interval = properties.metrics().servers().interval();
        Duration timeout = properties.metrics().servers().timeout();
        check(interval, MIN_INTERVAL, MAX_INTERVAL, "zk.metrics.servers.interval", "1 s to 24 h");
        check(
                timeout,
                Duration.ofMillis(1),
                interval,
                "zk.metrics.servers.timeout",
                "1 ms to the interval, " + interval);
        return new ClientsMeterBinder(beans, client -> {
            ZkServerMetrics metrics = new ZkServerMetrics(client, interval, timeout);
            return new Binding(metrics, metrics::close);
        });
    }

    private static void check(Duration value, Duration min, Duration max, String property, String expected) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw ZkConfigurationException.outOfRange(property, value, expected);
        }
    }
}
