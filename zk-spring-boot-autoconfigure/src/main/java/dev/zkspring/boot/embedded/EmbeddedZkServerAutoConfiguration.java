package dev.zkspring.boot.embedded;

import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of a ZooKeeper server inside the application, only where it is asked for and no other server is
 * named. The client gets its address from the started server, so it starts after the server and stops before it.
 */
@AutoConfiguration(beforeName = "dev.zkspring.boot.autoconfigure.ZkAutoConfiguration")
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("zk.embedded.enabled")
@ConditionalOnMissingBean(ZkConnectionDetails.class)
@Conditional(OnNoHostsCondition.class)
@EnableConfigurationProperties(EmbeddedZkProperties.class)
public final class EmbeddedZkServerAutoConfiguration {

    private static final String SERVER_CLASS = "org.apache.zookeeper.server.ZooKeeperServer";

    /** Not a condition: whoever asks for the server must hear that it cannot be had. */
    @Bean(initMethod = "start", destroyMethod = "stop")
    EmbeddedZkServer embeddedZkServer(
            EmbeddedZkProperties properties,
            ObjectProvider<EmbeddedZkServerCustomizer> customizers,
            ResourceLoader resources) {
        if (!ClassUtils.isPresent(SERVER_CLASS, resources.getClassLoader())) {
            throw EmbeddedZkServerException.classMissing(SERVER_CLASS, null);
        }
        return new EmbeddedZkServer(properties, customizers.orderedStream().toList());
    }

    @Bean
    ZkConnectionDetails embeddedZkConnectionDetails(EmbeddedZkServer server) {
        List<String> hosts = List.of(server.address().toString());
        return () -> hosts;
    }
}
