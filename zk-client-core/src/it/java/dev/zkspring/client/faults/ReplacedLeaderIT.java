package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A leader is frozen until another one leads, and goes on. It takes sessions for expired then that the other one has given
 * their whole time once more, and may say so to a client before it learns that it has been replaced. Whether the client
 * asks in these milliseconds is chance: one that believes it fails in about one of three runs.
 */
class ReplacedLeaderIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void leavesNoNodeOfTheOldSessionBesideTheNewOne() {
        try (FaultyEnsemble ensemble = FaultyEnsemble.start("replaced-leader")) {
            int replaced = ensemble.leader();
            List<Integer> others = IntStream.range(0, FaultyEnsemble.SERVERS)
                    .filter(server -> server != replaced)
                    .boxed()
                    .toList();
            others.forEach(server -> ensemble.proxy(0, server).refuse());
            try (ZkClient client =
                    ensemble.client(0).sessionTimeout(Duration.ofSeconds(4)).build()) {
                client.start();
                SessionId before = client.sessionId();
                String node = ensemble.root();
                client.create(node, new byte[0], CreateMode.EPHEMERAL);

                ensemble.pause(replaced);
                await().atMost(LIMIT).until(() -> client.state() == ConnectionState.LOST);
                await().atMost(LIMIT).until(() -> others.contains(ensemble.leader()));
                others.forEach(server -> ensemble.proxy(0, server).heal());
                ensemble.revive(replaced);

                await().atMost(LIMIT).until(() -> client.state() == ConnectionState.CONNECTED);
                assertThat(client.sessionId()).isNotEqualTo(before);
                assertThat(client.exists(node)).isNull();
            }
        }
    }
}
