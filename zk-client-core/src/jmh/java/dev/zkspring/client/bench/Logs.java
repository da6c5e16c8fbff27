package dev.zkspring.client.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What the clients say about links that benchmarks cut and clients that they close. */
final class Logs {

    private Logs() {}

    /** Errors only, and none of Curator's: each of its caches logs a stack trace when its client is closed. */
    static void quiet() {
        level(Logger.ROOT_LOGGER_NAME, Level.ERROR);
        level("org.apache.curator", Level.OFF);
    }

    private static void level(String name, Level level) {
        ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
    }
}
