package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.event.ConnectionEventPublisher;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Auto-configuration of a {@link ZkClient} that is connected when the application has started. */
@AutoConfiguration
@ConditionalOnClass(ZkClient.class)
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZkProperties.class)
@Import(SessionKeeperConfiguration.class)
public final class ZkAutoConfiguration {

    /** Started and closed by the post-processor, as any other client. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    ZkClient zkClient(
            ZkProperties properties,
            ZkConnectionDetails details,
            ObjectProvider<ZkClientBuilderCustomizer> customizers,
            SessionKeeper sessions) {
        ZkClientBuilder builder = new ZkPropertiesMapper(properties).map(details);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return sessions.build(builder, properties, details);
    }

    @Bean
    @ConditionalOnMissingBean(ZkConnectionDetails.class)
    PropertiesZkConnectionDetails zkConnectionDetails(ZkProperties properties) {
        return new PropertiesZkConnectionDetails(properties);
    }

    @Bean
    ConnectionEventPublisher zkConnectionEvents(ApplicationEventPublisher publisher) {
        return new ConnectionEventPublisher(publisher);
    }

    @Bean
    static ZkClientBeanPostProcessor zkClientBeanPostProcessor(
            ObjectProvider<ConnectionEventPublisher> events, Environment environment) {
        return new ZkClientBeanPostProcessor(events, environment);
    }

    @Bean
    ZkClientLifecycle zkClientLifecycle(
            ListableBeanFactory beans, ConnectionEventPublisher events, ZkProperties properties) {
        return new ZkClientLifecycle(beans, events, properties.startTimeout(), properties.failFast());
    }
}
