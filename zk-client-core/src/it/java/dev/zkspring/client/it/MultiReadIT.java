package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ReadResult;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkMultiRead;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.it.CuttingProxy.Direction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many reads at once. */
class MultiReadIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    @Test
    void readsOfBothKindsAreAnsweredInOrder() {
        client.create(root + "/a", "one".getBytes(UTF_8));
        client.create(root + "/null", null);
        List<ReadResult> results = client.multiRead()
                .get(root + "/a")
                .getChildren(root)
                .get(root + "/missing")
                .getChildren(root + "/missing")
                .get(root + "/null")
                .read();
        assertThat(results)
                .extracting(ReadResult::path)
                .containsExactly(root + "/a", root, root + "/missing", root + "/missing", root + "/null");
        assertThat(results.get(0).node()).isEqualTo(client.get(root + "/a"));
        assertThat(results.get(1).children()).containsExactlyInAnyOrder("a", "null");
        assertThat(results.get(2).error()).get().extracting(ZkException::code).isEqualTo(ErrorCode.NO_NODE);
        assertThat(results.get(4).node().data()).isNull();
        assertThat(results.get(4).error()).isEmpty();
    }

    @Test
    void errorIsThrownWhereItsValueIsAskedForWithTheCallersStack() {
        ReadResult missing = client.multiRead().get(root + "/missing").read().get(0);
        assertThatThrownBy(missing::node)
                .isInstanceOf(NoNodeException.class)
                .hasMessage("getData " + root + "/missing: no node")
                .satisfies(error -> assertThat(error.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith(MultiReadIT.class.getName())));
        assertThatThrownBy(missing::children).isInstanceOf(NoNodeException.class);
    }

    @Test
    void valueOfTheOtherKindIsAMistake() {
        List<ReadResult> results =
                client.multiRead().get(root).getChildren(root).read();
        assertThatIllegalStateException()
                .isThrownBy(() -> results.get(0).children())
                .withMessageContaining(root);
        assertThatIllegalStateException()
                .isThrownBy(() -> results.get(1).node())
                .withMessageContaining(root);
    }

    @Test
    void manyReadsAreAnsweredWhateverTheLimitOfRequestsInFlight() {
        ZkClient narrow = zk.client(settings -> settings.maxInFlight(1));
        ZkMultiRead reads = narrow.multiRead();
        for (int i = 0; i < 3_000; i++) {
            if (i % 3 == 0) {
                reads.getChildren(root);
            } else {
                reads.get(root);
            }
        }
        List<ReadResult> results = reads.read();
        assertThat(results).hasSize(3_000);
        for (int i = 0; i < 3_000; i += 3) {
            assertThat(results.get(i).children()).isEmpty();
            assertThat(results.get(i + 1).node().data()).isNull();
        }
    }

    @Test
    void noReadsAreNoRequest() {
        ZkClient unstarted = zk.unstarted(zk.server().address(), settings -> settings);
        assertThat(unstarted.multiRead().read()).isEmpty();
        assertThatThrownBy(() -> unstarted.multiRead().get(root).read()).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void pathsAreCheckedAndBelowTheChroot() {
        ZkClient below = zk.client(settings -> settings.chroot(root));
        below.create("/a", "x".getBytes(UTF_8));
        List<ReadResult> results =
                below.multiRead().get("/a").getChildren("/").get("/missing").read();
        assertThat(results.get(0).node().text()).isEqualTo("x");
        assertThat(results.get(1).children()).containsExactly("a");
        assertThat(results.get(2).error()).get().extracting(ZkException::path).isEqualTo("/missing");
        assertThatIllegalArgumentException().isThrownBy(() -> below.multiRead().get("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> below.multiRead().getChildren("a/"));
    }

    @Test
    void readsAreSentAgainWhenTheLinkBreaks() {
        ZkClient proxied = zk.proxiedClient(settings -> settings);
        zk.proxy().stall(Direction.TO_CLIENT);
        CompletableFuture<List<ReadResult>> results =
                proxied.async().multiRead().get(root).getChildren(root).readAsync();
        zk.proxy().cut();
        zk.proxy().heal();
        assertThat(results.join()).hasSize(2).allMatch(result -> result.error().isEmpty());
    }
}
