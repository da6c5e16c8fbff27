package dev.zkspring.boot.autoconfigure;

import dev.zkspring.annotation.ZkWatchAnnotationBeanPostProcessor;
import dev.zkspring.listener.ZkWatchRegistry;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/** Auto-configuration of methods that follow nodes, {@code @ZkDataWatch} and {@code @ZkChildrenWatch}. */
@AutoConfiguration(afterName = "dev.zkspring.boot.autoconfigure.ZkAutoConfiguration")
@ConditionalOnBooleanProperty(name = "zk.enabled", matchIfMissing = true)
@Import(ZkWatchExecutorConfiguration.class)
public final class ZkWatchAutoConfiguration {

    /** Each context runs the watches of its own beans: those of a parent must not outlive a child that they call. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ZkWatchRegistry zkWatchRegistry(Environment environment) {
        boolean autoStartup = Binder.get(environment)
                .bind("zk.watch.auto-startup", Boolean.class)
                .orElse(true);
        return new ZkWatchRegistry(autoStartup);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    static ZkWatchAnnotationBeanPostProcessor zkWatchAnnotationBeanPostProcessor() {
        return new ZkWatchAnnotationBeanPostProcessor();
    }

    @Bean
    static LazyInitializationExcludeFilter zkWatchLazyInitializationExcludeFilter() {
        return (beanName, definition, type) -> ZkWatchAnnotationBeanPostProcessor.hasWatchMethods(type);
    }
}
