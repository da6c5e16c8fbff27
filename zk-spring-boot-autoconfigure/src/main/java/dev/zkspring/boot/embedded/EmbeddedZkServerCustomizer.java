package dev.zkspring.boot.embedded;

/**
 * Changes settings of the embedded server that are no properties. Beans of this type are called in their order, again at
 * each start of the server, on the thread that starts it. An exception stops the start-up of the application.
 */
@FunctionalInterface
public interface EmbeddedZkServerCustomizer {

    /** Called before the server starts; the settings are read when the last customizer has returned. */
    void customize(EmbeddedZkServerSettings settings);
}
