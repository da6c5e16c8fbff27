package dev.zkspring.boot.autoconfigure.actuate;

import dev.zkspring.actuate.ZkEndpoint;
import dev.zkspring.actuate.ZkEndpointWebExtension;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.ZkWatchRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code zk}. */
@AutoConfiguration(after = {ZkAutoConfiguration.class, ZkWatchAutoConfiguration.class})
@ConditionalOnClass({ZkClient.class, Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@ConditionalOnBean(ZkClient.class)
@ConditionalOnAvailableEndpoint(ZkEndpoint.class)
public final class ZkEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZkEndpoint zkEndpoint(ListableBeanFactory beans) {
        return new ZkEndpoint(
                beans.getBeansOfType(ZkClient.class),
                beans.getBeansOfType(ZkWatchRegistry.class).values());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ZkEndpoint.class)
    @ConditionalOnAvailableEndpoint(endpoint = ZkEndpoint.class, exposure = EndpointExposure.WEB)
    ZkEndpointWebExtension zkEndpointWebExtension(ZkEndpoint endpoint) {
        return new ZkEndpointWebExtension(endpoint);
    }
}
