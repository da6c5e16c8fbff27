package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.UnsupportedByServerException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watches that stay, on each kind of server there is for them. */
class PersistentWatchIT {

    private static ZkServerExtension server(String version) {
        return new ZkServerExtension(ZkServer.builder("watch-" + version).version(version));
    }

    /** Knows none. */
    @Nested
    class Server35 {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.5.10");

        @Test
        void refusesAndStaysConnected() {
            ZkClient client = zk.client();

            assertThatExceptionOfType(UnsupportedByServerException.class)
                    .isThrownBy(() -> client.addWatch("/a", AddWatchMode.PERSISTENT, event -> {}))
                    .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .withMessageContaining("3.6.0");
            assertThat(client.exists("/")).isNotNull();
        }
    }

    /** The first to know them; keeps one kind for a path. */
    @Nested
    class Server36 extends PersistentWatchScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.6.4");

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }

    /** The last to keep one kind for a path. */
    @Nested
    class Server38 extends PersistentWatchScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.8.6");

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }

    /** Keeps every kind beside the others. */
    @Nested
    class Server39 extends PersistentWatchScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server(ServerVersions.NEWEST);

        @Override
        ZkServerExtension zk() {
            return zk;
        }
    }
}
