package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.config.RetryPolicy;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.SessionExpiredException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Creates whose answer gets lost: each makes one node. */
class ProtectedNameIT {

    private static final int CUTS = 20;

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        Duration brief = Duration.ofMillis(1);
        client = zk.proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(20))
                .connectionRetry(new RetryPolicy(RetryPolicy.UNLIMITED, brief, 1, 0, brief, null, true)));
    }

    private CompletableFuture<CreateResult> create(CreateMode mode) {
        return client.async()
                .create(CreateRequest.of(root + "/n-")
                        .mode(mode)
                        .protectedName()
                        .build());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PERSISTENT", "EPHEMERAL", "PERSISTENT_SEQUENTIAL", "EPHEMERAL_SEQUENTIAL"},
            mode = EnumSource.Mode.INCLUDE)
    void areDoneOnceWhenTheLinkBreaksBetweenRequestAndAnswer(CreateMode mode) {
        List<String> paths = new ArrayList<>();
        for (int i = 1; i <= CUTS; i++) {
            int expected = i;
            zk.proxy().stall(Direction.TO_CLIENT);
            CompletableFuture<CreateResult> create = create(mode);
            await("node " + i).until(() -> zk.peer().children(root).size() == expected);
            zk.proxy().cut();
            zk.proxy().heal();
            CreateResult result = create.join();
            assertThat(result.stat()).isEqualTo(client.exists(result.path()));
            paths.add(ZkPath.name(result.path()));
        }
        assertThat(zk.peer().children(root)).containsExactlyInAnyOrderElementsOf(paths);
        assertThat(paths).allMatch(name -> name.matches("_c_[0-9a-f-]{36}-n-\\d*"));
    }

    @Test
    void areDoneOnceWhenTheLinkBreaksAtAnyTime() {
        List<CompletableFuture<CreateResult>> creates = new ArrayList<>();
        for (int i = 0; i < CUTS; i++) {
            long before = zk.proxy().bytes(Direction.TO_CLIENT);
            for (int j = 0; j < 20; j++) {
                creates.add(create(CreateMode.PERSISTENT_SEQUENTIAL));
            }
            await().until(() -> zk.proxy().bytes(Direction.TO_CLIENT) > before);
            zk.proxy().cut();
        }
        List<String> done = new ArrayList<>();
        int notSent = 0;
        for (CompletableFuture<CreateResult> create : creates) {
            await().until(create::isDone);
            if (create.isCompletedExceptionally()) {
                notSent++;
            } else {
                done.add(ZkPath.name(create.join().path()));
            }
        }
        assertThat(zk.peer().children(root)).containsExactlyInAnyOrderElementsOf(done);
        assertThat(notSent).isLessThan(creates.size());
    }

    @Test
    void ofMissingParentsMakeThoseToo() {
        CreateResult result = client.create(CreateRequest.of(root + "/p/q/n")
                .createParents()
                .protectedName()
                .build());
        assertThat(zk.peer().children(root + "/p/q")).containsExactly(ZkPath.name(result.path()));
    }

    @Test
    void ofEphemeralNodesFailWithTheirSession() {
        zk.proxy().stall(Direction.TO_CLIENT);
        CompletableFuture<CreateResult> create = create(CreateMode.EPHEMERAL);
        await().until(() -> zk.peer().children(root).size() == 1);
        zk.endSession(Objects.requireNonNull(client.sessionId()));
        await().until(create::isDone);
        assertThat(create.handle((result, error) -> error).join())
                .hasRootCauseInstanceOf(SessionExpiredException.class);
        assertThat(zk.peer().children(root)).isEmpty();
    }

    @Test
    void ofPersistentNodesAreFoundInTheNextSession() {
        zk.proxy().stall(Direction.TO_CLIENT);
        CompletableFuture<CreateResult> create = create(CreateMode.PERSISTENT_SEQUENTIAL);
        await().until(() -> zk.peer().children(root).size() == 1);
        zk.endSession(Objects.requireNonNull(client.sessionId()));
        assertThat(zk.peer().children(root))
                .containsExactly(ZkPath.name(create.join().path()));
    }
}
