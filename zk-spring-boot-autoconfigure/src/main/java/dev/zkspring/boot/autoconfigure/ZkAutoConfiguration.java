package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClient;
import dev.zkspring.event.ConnectionEventPublisher;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
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
            ZkClientBuilderConfigurer configurer,
            SessionKeeper sessions,
            ZkProperties properties,
            ZkConnectionDetails details) {
        return sessions.build(configurer.configure(ZkClient.builder()), properties, details);
    }

    @Bean
    ZkClientBuilderConfigurer zkClientBuilderConfigurer(
            ZkProperties properties,
            ZkConnectionDetails details,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<ZkClientBuilderCustomizer> customizers) {
        ZkPropertiesMapper mapper = new ZkPropertiesMapper(properties, sslBundles.getIfAvailable());
        return new ZkClientBuilderConfigurer(
                mapper, details, customizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean(ZkConnectionDetails.class)
    PropertiesZkConnectionDetails zkConnectionDetails(ZkProperties properties, ObjectProvider<SslBundles> sslBundles) {
        return new PropertiesZkConnectionDetails(properties, sslBundles.getIfAvailable());
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
            ListableBeanFactory beans,
            ConnectionEventPublisher events,
            ZkProperties properties,
            Environment environment) {
        return new ZkClientLifecycle(beans, events, properties, PhaseTimeout.forStop(environment));
    }
}
