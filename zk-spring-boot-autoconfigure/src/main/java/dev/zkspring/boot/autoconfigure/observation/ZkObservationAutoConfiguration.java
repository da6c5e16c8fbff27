package dev.zkspring.boot.autoconfigure.observation;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.observation.ZkRequestObservationConvention;
import dev.zkspring.observation.ZkWatchObservationConvention;
import dev.zkspring.observation.ZkWatchObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of observations of requests and of annotated watches, each when asked for. */
@AutoConfiguration(
        after = ZkAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ZkClient.class, ObservationRegistry.class})
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@ConditionalOnBean({ZkClient.class, ObservationRegistry.class})
public final class ZkObservationAutoConfiguration {

    @Bean
    @ConditionalOnBooleanProperty(name = "zk.observations.requests")
    ClientsObservation zkRequestObservations(
            ConfigurableListableBeanFactory beans,
            ObservationRegistry registry,
            ObjectProvider<ZkRequestObservationConvention> convention) {
        return new ClientsObservation(beans, registry, convention.getIfAvailable());
    }

    /** Nobody asks for the bean, it goes to the clients by itself. */
    @Bean
    @ConditionalOnBooleanProperty(name = "zk.observations.requests")
    static LazyInitializationExcludeFilter zkRequestObservationsExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(ClientsObservation.class);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "zk.observations.watches")
    @ConditionalOnMissingBean
    ZkWatchObservations zkWatchObservations(
            ObservationRegistry registry, ObjectProvider<ZkWatchObservationConvention> convention) {
        return new ZkWatchObservations(registry, convention.getIfAvailable());
    }
}
