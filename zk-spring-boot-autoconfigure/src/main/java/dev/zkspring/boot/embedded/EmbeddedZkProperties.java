package dev.zkspring.boot.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded server. Made by Spring Boot only: components are added between versions.
 *
 * @param enabled Whether to start a ZooKeeper server inside the application, for development and tests. Has no effect
 *     when "zk.hosts" is set.
 * @param port Port that the embedded server listens on. 0 for a free one.
 * @param address Address that the embedded server listens on.
 * @param dataDir Directory of the embedded server's data. By default a temporary one that is deleted at the end. Two
 *     servers must not share it.
 */
@ConfigurationProperties("zk.embedded")
public record EmbeddedZkProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("0") int port,
        @DefaultValue("127.0.0.1") String address,
        @Nullable Path dataDir) {

    private static final int MAX_PORT = 65_535;

    public EmbeddedZkProperties {
        if (port < 0 || port > MAX_PORT) {
            throw new EmbeddedZkServerException(
                    "zk.embedded.port: %d (expected: 0 for a free port, or 1 to 65535)".formatted(port),
                    "Correct zk.embedded.port.");
        }
    }
}
