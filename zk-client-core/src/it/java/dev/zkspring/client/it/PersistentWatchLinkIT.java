package dev.zkspring.client.it;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watches that stay, across lost links and sessions, on each kind of server there is for them. */
class PersistentWatchLinkIT {

    private static ZkServerExtension server(String version) {
        return new ZkServerExtension(ZkServer.builder("watch-link-" + version).version(version));
    }

    /** The first to know them; keeps one kind for a path. */
    @Nested
    class Server36 extends PersistentWatchLinkScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.6.4");

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }

    /** The last to keep one kind for a path. */
    @Nested
    class Server38 extends PersistentWatchLinkScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.8.6");

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }

    /** Keeps every kind beside the others. */
    @Nested
    class Server39 extends PersistentWatchLinkScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server(ServerVersions.NEWEST);

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }
}
