package dev.zkspring.client.it;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.ZkPath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader whose followers are frozen, before it notices. */
class LostQuorumIT {

    private static final String ROOT = "/lost-quorum";

    private static ZkEnsemble ensemble;

    private final StateRecorder states = new StateRecorder();

    private ZkServer leader;

    private CuttingProxy proxy;

    private ZkClient client;

    @BeforeAll
    static void startEnsemble() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
        ensemble = ZkEnsemble.of("quorum", 3).start();
    }

    @AfterAll
    static void closeEnsemble() {
        ensemble.close();
    }

    @BeforeEach
    void connect() {
        leader = ensemble.servers().stream()
                .filter(server -> server.line("srvr", "Mode:").equals("leader"))
                .findFirst()
                .orElseThrow();
        proxy = new CuttingProxy(leader.port());
        client = ZkClient.builder()
                .hosts(proxy.address())
                .sessionTimeout(Duration.ofSeconds(20))
                .build();
        client.addListener(states);
        client.start();
        client.ensurePath(ROOT);
    }

    @AfterEach
    void close() {
        followers().forEach(ZkServer::resume);
        client.close(Duration.ofSeconds(2));
        proxy.close();
    }

    private List<ZkServer> followers() {
        return ensemble.servers().stream().filter(server -> server != leader).toList();
    }

    private int outstanding() {
        return Integer.parseInt(leader.line("srvr", "Outstanding:"));
    }

    /**
     * The leader has proposed the node when the link breaks, and nobody has agreed when the client is back: what it asks
     * for then has to wait for that.
     */
    @Test
    void protectedCreateThatIsPendingMakesOneNode() {
        followers().forEach(ZkServer::pause);
        CompletableFuture<CreateResult> create = client.async()
                .create(CreateRequest.of(ROOT + "/n-")
                        .mode(CreateMode.PERSISTENT_SEQUENTIAL)
                        .protectedName()
                        .build());
        await("the create is proposed").until(() -> outstanding() > 0);
        proxy.cut();
        states.awaitStates(CONNECTED, SUSPENDED, CONNECTED);
        followers().forEach(ZkServer::resume);

        String path = create.join().path();
        assertThat(client.getChildren(ROOT)).containsExactly(ZkPath.name(path));
    }
}
