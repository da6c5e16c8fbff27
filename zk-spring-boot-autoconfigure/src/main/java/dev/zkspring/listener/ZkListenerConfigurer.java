package dev.zkspring.listener;

/**
 * Registers watches in code, converters, and what to do with errors. Beans of this type are called in their order when
 * all singletons of their application context exist, before its annotated methods are registered; those of a parent
 * context are not called again for its children.
 */
@FunctionalInterface
public interface ZkListenerConfigurer {

    /**
     * Configures.
     *
     * @param registrar may be kept, to register more watches later
     */
    void configureZkListeners(ZkWatchRegistrar registrar);
}
