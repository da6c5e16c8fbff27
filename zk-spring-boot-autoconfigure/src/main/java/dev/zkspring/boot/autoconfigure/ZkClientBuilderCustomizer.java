package dev.zkspring.boot.autoconfigure;

import dev.zkspring.client.ZkClientBuilder;

/**
 * Changes the settings of the auto-configured client. Beans of this type are called in their order, after all
 * properties have been applied, so that they have the last word.
 */
@FunctionalInterface
public interface ZkClientBuilderCustomizer {

    void customize(ZkClientBuilder builder);
}
