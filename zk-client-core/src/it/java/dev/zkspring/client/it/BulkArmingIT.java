package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Very many data watches armed at a time, on each kind of server there is for that. */
class BulkArmingIT {

    private static ZkServerExtension server(String version) {
        return new ZkServerExtension(ZkServer.builder("bulk-" + version).version(version));
    }

    /** Without shared reads: each watch is armed by its own. */
    @Nested
    class Server35 extends BulkArmingScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.5.10");

        @Override
        ZkServerExtension zk() {
            return zk;
        }

        @Override
        int size() {
            return 2_000;
        }

        @Override
        boolean forgetsLostLinks() {
            return false;
        }
    }

    /** Keeps one kind of watch for a path. */
    @Nested
    class Server38 extends BulkArmingScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server("3.8.6");

        @Override
        ZkServerExtension zk() {
            return zk;
        }

        @Override
        int size() {
            return 4_000;
        }

        @Test
        void watchesThatStayOnTheSamePathsHideNoChange() {
            createNodes();
            beginWriting();
            watchAll();
            addWatchesThatStay(3);
            await().atMost(Duration.ofMinutes(2)).until(() -> calls().sum() >= size());
            awaitNewestEverywhere();
        }
    }

    @Nested
    class Server39 extends BulkArmingScenarios {

        @RegisterExtension
        static final ZkServerExtension zk = server(ServerVersions.NEWEST);

        @Override
        ZkServerExtension zk() {
            return zk;
        }

        @Override
        int size() {
            return 20_000;
        }

        @Test
        void manyWatchesTakeFewRequests() {
            createNodes();
            client().exists("/");
            long before = received();
            watchAll();
            await().atMost(Duration.ofMinutes(2)).until(() -> calls().sum() >= size());
            awaitWatchesOnServer(size());

            assertThat(received() - before).isLessThan(size() / 4);
        }

        private long received() {
            return Long.parseLong(
                    zk.server().line("mntr", "zk_packets_received"));
        }
    }
}
