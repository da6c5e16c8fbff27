package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClientBuilder;

/**
 * Changes the settings of the auto-configured client, and of every other client that {@link ZkClientBuilderConfigurer}
 * configures. Beans of this type are called in their order, after all properties have been applied, so that they
 * overrule those. What is meant for one client of several belongs where that client is built.
 */
@FunctionalInterface
public interface ZkClientBuilderCustomizer {

    void customize(ZkClientBuilder builder);
}
