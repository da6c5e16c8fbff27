package dev.zkspring.boot.embedded;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EmbeddedZkServerCustomizer} can change. All of it belongs to this one server. What ZooKeeper reads from
 * system properties only, such as its four-letter words, is not here, because it would hold for every server of the JVM.
 * Not thread-safe.
 */
public final class EmbeddedZkServerSettings {

    /** What ZooKeeper's sample configuration sets: session timeouts of 4 to 40 s are granted, as by most real servers. */
    private static final Duration TICK_TIME = Duration.ofSeconds(2);

    /** ZooKeeper's own default. */
    private static final int MAX_CONNECTIONS_PER_CLIENT = 60;

    /** What ZooKeeper takes for "as many ticks as usual". */
    private static final int BY_TICK_TIME = -1;

    private Duration tickTime = TICK_TIME;

    private @Nullable Duration minSessionTimeout;

    private @Nullable Duration maxSessionTimeout;

    private int maxConnectionsPerClient = MAX_CONNECTIONS_PER_CLIENT;

    EmbeddedZkServerSettings() {}

    /**
     * Sets the unit in which the server looks for expired sessions, 2 s by default. A short one lets a test see a session
     * expire soon.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 2147483647 ms
     */
    public EmbeddedZkServerSettings tickTime(Duration tickTime) {
        this.tickTime = inMillis("tick time", tickTime);
        return this;
    }

    /**
     * Sets the shortest session timeout that is granted, 2 ticks by default.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 2147483647 ms
     */
    public EmbeddedZkServerSettings minSessionTimeout(Duration timeout) {
        this.minSessionTimeout = inMillis("shortest session timeout", timeout);
        return this;
    }

    /**
     * Sets the longest session timeout that is granted, 20 ticks by default.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 2147483647 ms
     */
    public EmbeddedZkServerSettings maxSessionTimeout(Duration timeout) {
        this.maxSessionTimeout = inMillis("longest session timeout", timeout);
        return this;
    }

    /**
     * Sets how many connections one address may have, 60 by default. 0 for any number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public EmbeddedZkServerSettings maxConnectionsPerClient(int connections) {
        if (connections < 0) {
            throw new IllegalArgumentException(
                    "connections of one address: %d (expected: 0 for any number, or more)".formatted(connections));
        }
        this.maxConnectionsPerClient = connections;
        return this;
    }

    private static Duration inMillis(String what, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("%s of the embedded ZooKeeper server: %s (expected: 1 ms to %d ms)"
                    .formatted(what, value, Integer.MAX_VALUE));
        }
        return value;
    }

    int tickMillis() {
        return (int) tickTime.toMillis();
    }

    int minSessionMillis() {
        return millisOf(minSessionTimeout);
    }

    int maxSessionMillis() {
        return millisOf(maxSessionTimeout);
    }

    private static int millisOf(@Nullable Duration timeout) {
        return timeout == null ? BY_TICK_TIME : (int) timeout.toMillis();
    }

    int maxConnectionsPerClient() {
        return maxConnectionsPerClient;
    }
}
