package dev.zkspring.client.comparison;

import dev.zkspring.client.faults.ClientUnderTest;
import dev.zkspring.client.faults.ZkSpringClient;
import java.time.Duration;

/** The clients that are compared. */
enum Contestant {
    ZK_SPRING("zk-spring"),
    APACHE("Apache 3.9.5"),
    CURATOR("Curator 5.9.0"),
    CURATOR_IDEMPOTENT("Curator, idempotent"),
    KAZOO("kazoo");

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    /** A client that begins to connect. */
    ClientUnderTest connect(String hosts, Duration sessionTimeout, Duration requestTimeout) {
        return switch (this) {
            case ZK_SPRING -> zkSpring(hosts, sessionTimeout, requestTimeout);
            case APACHE -> new ApacheClient(hosts, sessionTimeout);
            case CURATOR -> new CuratorClient(hosts, sessionTimeout, false);
            case CURATOR_IDEMPOTENT -> new CuratorClient(hosts, sessionTimeout, true);
            case KAZOO -> new KazooClient(hosts, sessionTimeout);
        };
    }

    private static ClientUnderTest zkSpring(String hosts, Duration sessionTimeout, Duration requestTimeout) {
        ZkSpringClient client = ZkSpringClient.of(
                "compared",
                hosts,
                settings -> settings.sessionTimeout(sessionTimeout).requestTimeout(requestTimeout));
        client.client().startAsync();
        return client;
    }
}
