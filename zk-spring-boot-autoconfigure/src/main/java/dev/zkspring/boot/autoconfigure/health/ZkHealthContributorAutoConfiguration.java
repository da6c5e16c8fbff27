package dev.zkspring.boot.autoconfigure.health;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkProperties;
import dev.zkspring.client.ZkClient;
import dev.zkspring.health.ZkHealthIndicator;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health contributor {@code zk}, one part for each client if there are several. */
@AutoConfiguration(after = ZkAutoConfiguration.class)
@ConditionalOnClass({ZkClient.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@ConditionalOnBean(ZkClient.class)
@ConditionalOnEnabledHealthIndicator("zk")
@EnableConfigurationProperties(ZkProperties.class)
public final class ZkHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<ZkHealthIndicator, ZkClient> {

    ZkHealthContributorAutoConfiguration(ZkProperties properties) {
        super(client -> new ZkHealthIndicator(
                client, properties.health().timeout(), properties.health().fourLetterWords()));
    }

    @Bean
    @ConditionalOnMissingBean(name = {"zkHealthIndicator", "zkHealthContributor"})
    HealthContributor zkHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return createContributor(beanFactory, ZkClient.class);
    }
}
