package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClientBuilder;
import java.util.List;

/**
 * Gives a builder all settings of the auto-configured client: those of the properties {@code zk.*}, of the
 * {@link ZkConnectionDetails} and of the {@link ZkClientBuilderCustomizer} beans. It is there for applications with
 * several clients:
 *
 * <pre>
 * &#64;Bean(defaultCandidate = false)
 * &#64;Qualifier("audit")
 * ZkClient auditClient(ZkClientBuilderConfigurer configurer) {
 *     return configurer.configure(ZkClient.builder()).hosts("audit:2181").clientName("auditClient").build();
 * }
 * </pre>
 *
 * <p>The auto-configured client stays, because the second one is no default candidate. Each client needs a name of its
 * own, by which threads, logs, events and meters tell them apart; two with the same name stop the start of the
 * application. The application starts and closes every client among its beans, however it was built.
 */
public final class ZkClientBuilderConfigurer {

    private final ZkPropertiesMapper mapper;

    private final ZkConnectionDetails details;

    private final List<ZkClientBuilderCustomizer> customizers;

    ZkClientBuilderConfigurer(
            ZkPropertiesMapper mapper, ZkConnectionDetails details, List<ZkClientBuilderCustomizer> customizers) {
        this.mapper = mapper;
        this.details = details;
        this.customizers = customizers;
    }

    /**
     * Applies everything, credentials and TLS included, over whatever was set before. What is set afterwards counts:
     * {@code hosts} replaces the servers together with the chroot. A client that must not have the credentials of the
     * properties, because its servers are another's, is better built without the configurer.
     *
     * @return the same builder
     * @throws ZkConfigurationException names the property that cannot be used
     * @throws dev.zkspring.client.error.InvalidHostsException names the part of the hosts that cannot be read
     */
    public ZkClientBuilder configure(ZkClientBuilder builder) {
        mapper.map(details, builder);
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder;
    }
}
