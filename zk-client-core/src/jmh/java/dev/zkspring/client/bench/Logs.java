package dev.zkspring.client.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.apache.curator.framework.recipes.cache.NodeCache;
import org.slf4j.LoggerFactory;

/** What the clients say about links that benchmarks cut and clients that they close. */
final class Logs {

    private Logs() {}

    /** Errors only, and none of the stack traces that each of Curator's caches logs when its client is closed. */
    @SuppressWarnings("deprecation")
    static void quiet() {
        level(Logger.ROOT_LOGGER_NAME, Level.ERROR);
        level(NodeCache.class.getName(), Level.OFF);
    }

    private static void level(String name, Level level) {
        ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
    }
}
