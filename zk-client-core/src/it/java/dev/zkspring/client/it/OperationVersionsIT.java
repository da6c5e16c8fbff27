package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ReadResult;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.TransactionFailedException;
import dev.zkspring.client.error.UnsupportedByServerException;
import dev.zkspring.client.error.ZkException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** The operations that servers have learned over the years, on servers of every release line and on one link. */
@ParameterizedClass
@FieldSource("dev.zkspring.client.it.ServerVersions#ALL")
class OperationVersionsIT {

    @Parameter
    String version;

    private ZkServer server;

    private ZkClient client;

    private CuttingProxy proxy;

    @BeforeEach
    void connect() {
        server = ZkServer.builder("operations")
                .version(version)
                .jvmOption("-Dzookeeper.extendedTypesEnabled=true")
                .jvmOption("-Dznode.container.checkIntervalMs=100")
                .build()
                .start();
        proxy = new CuttingProxy(server.port());
        client = ZkClient.builder().hosts(proxy.address()).build();
        client.start();
    }

    @AfterEach
    void disconnect() {
        try {
            assertThat(proxy.accepted()).as("links, one of them for srvr").isEqualTo(2);
        } finally {
            client.close();
            proxy.close();
            server.close();
        }
    }

    private boolean isAtLeast(int minor) {
        return Objects.requireNonNull(client.serverVersion()).isAtLeast(3, minor);
    }

    private void assertRefused(ThrowingCallable call, String since) {
        assertThatThrownBy(call)
                .isInstanceOf(UnsupportedByServerException.class)
                .hasMessageContainingAll(since, version)
                .returns(Outcome.NOT_SENT, error -> ((ZkException) error).outcome());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void createAnswersTheStat() {
        CreateResult result = client.create(CreateRequest.of("/s-")
                .data(bytes("x"))
                .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .build());
        assertThat(result)
                .isEqualTo(new CreateResult(
                        "/s-0000000000", client.get("/s-0000000000").stat()));
        assertThat(client.create(CreateRequest.of("/a/b").createParents().build())
                        .stat())
                .isEqualTo(client.exists("/a/b"));
    }

    @Test
    void containersAndTimesToLiveExistSince35() {
        CreateRequest container =
                CreateRequest.of("/c").mode(CreateMode.CONTAINER).build();
        CreateRequest ttl = CreateRequest.of("/t")
                .mode(CreateMode.PERSISTENT_WITH_TTL)
                .ttl(Duration.ofDays(1))
                .build();
        if (isAtLeast(5)) {
            assertThat(client.create(container).stat()).isEqualTo(client.exists("/c"));
            assertThat(client.create(ttl).stat()).isEqualTo(client.exists("/t"));
        } else {
            assertRefused(() -> client.create(container), "3.5.1");
            assertRefused(() -> client.create(ttl), "3.5.3");
            assertRefused(
                    () -> client.transaction()
                            .create("/a", null)
                            .create(container)
                            .commit(),
                    "3.5.1");
        }
        client.create(CreateRequest.of("/p/q/n").createParentsAsContainers().build());
        client.delete("/p/q/n");
        if (isAtLeast(5)) {
            await().until(() -> client.exists("/p") == null);
        } else {
            assertThat(client.getChildren("/p")).containsExactly("q");
        }
    }

    @Test
    void transactionsAreAllOrNothing() {
        List<TransactionResult> results = client.transaction()
                .check("/", 0)
                .create("/a", bytes("1"))
                .create("/s-", null, CreateMode.PERSISTENT_SEQUENTIAL)
                .set("/a", bytes("2"), 0)
                .delete("/a", 1)
                .commit();
        assertThat(results).extracting(TransactionResult::path).containsExactly("/", "/a", "/s-0000000001", "/a", "/a");
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        TransactionResult.Created.class,
                        created -> assertThat(created.stat() != null).isEqualTo(isAtLeast(7)));
        assertThatThrownBy(() -> client.transaction()
                        .create("/b", null)
                        .delete("/missing")
                        .check("/", 0)
                        .commit())
                .isInstanceOfSatisfying(TransactionFailedException.class, failure -> {
                    assertThat(failure.index()).isEqualTo(1);
                    assertThat(failure.code()).isEqualTo(ErrorCode.NO_NODE);
                    assertThat(failure.path()).isEqualTo("/missing");
                    assertThat(failure.steps())
                            .extracting(TransactionFailedException.Step::fate)
                            .containsExactly(
                                    TransactionFailedException.Fate.ROLLED_BACK,
                                    TransactionFailedException.Fate.FAILED,
                                    TransactionFailedException.Fate.NOT_TRIED);
                });
        assertThat(client.exists("/b")).isNull();
    }

    @Test
    void containersInTransactionsAnswerTheirStat() {
        if (isAtLeast(5)) {
            List<TransactionResult> results = client.transaction()
                    .create(CreateRequest.of("/c").mode(CreateMode.CONTAINER).build())
                    .commit();
            assertThat(results).containsExactly(new TransactionResult.Created("/c", client.exists("/c")));
        }
    }

    @Test
    void manyReadsHaveTheSameResults() {
        client.create("/a", bytes("x"));
        List<ReadResult> results = client.multiRead()
                .getChildren("/")
                .get("/a")
                .get("/missing")
                .getChildren("/missing")
                .read();
        assertThat(results.get(0).children()).containsExactlyInAnyOrderElementsOf(client.getChildren("/"));
        assertThat(results.get(1).node()).isEqualTo(client.get("/a"));
        assertThat(results.get(2).error().map(ZkException::getMessage))
                .isEqualTo(Optional.of("getData /missing: no node"));
        assertThat(results.get(3).error().map(ZkException::getMessage))
                .isEqualTo(Optional.of("getChildren /missing: no node"));
    }

    @Test
    void descendantsAreCounted() {
        client.ensurePath("/top/a/b/c");
        client.ensurePath("/top/d");
        client.ensurePath("/topmost");
        assertThat(client.countDescendants("/top")).isEqualTo(4);
        assertThat(client.countDescendants("/top/d")).isZero();
        assertThatThrownBy(() -> client.countDescendants("/missing")).isInstanceOf(NoNodeException.class);
    }

    @Test
    void ephemeralNodesAreListedSince36() {
        client.create("/e", null, CreateMode.EPHEMERAL);
        client.create("/f", null, CreateMode.EPHEMERAL);
        if (isAtLeast(6)) {
            assertThat(client.getEphemerals()).containsExactlyInAnyOrder("/e", "/f");
            assertThat(client.getEphemerals("/e")).containsExactly("/e");
        } else {
            assertRefused(() -> client.getEphemerals(), "3.6.0");
            assertRefused(() -> client.getEphemerals("/e"), "3.6.0");
        }
    }

    @Test
    void identitiesAreToldSince37() {
        if (isAtLeast(7)) {
            assertThat(client.whoAmI()).contains(new Identity("ip", "127.0.0.1"));
        } else {
            assertRefused(() -> client.whoAmI(), "3.7.0");
        }
    }

    @Test
    void configurationOfAStandaloneServerIsEmptySince35() {
        if (isAtLeast(5)) {
            assertThat(client.getConfig().members()).isEmpty();
            assertThat(client.getConfig().version()).isZero();
        } else {
            assertRefused(() -> client.getConfig(), "3.5.0");
            assertRefused(() -> client.reconfig(ReconfigRequest.leave(1L)), "3.5.0");
        }
    }

    @Test
    void aclsAreSetAndRead() {
        client.create("/a", null);
        assertThat(client.setAcl("/a", Acl.READ_ONLY, 0).aversion()).isEqualTo(1);
        assertThat(client.getAcl("/a").acl()).isEqualTo(Acl.READ_ONLY);
    }

    @Test
    void childrenComeWithTheStatOfTheirParent() {
        client.ensurePath("/p/c");
        assertThat(client.getChildrenAndStat("/p").names()).containsExactly("c");
        assertThat(client.getChildrenAndStat("/p").stat()).isEqualTo(client.exists("/p"));
    }

    @Test
    void protectedCreateIsAnOrdinaryOneWhenNothingIsLost() {
        SessionId session = Objects.requireNonNull(client.sessionId());
        CreateResult result = client.create(CreateRequest.of("/p")
                .mode(CreateMode.EPHEMERAL)
                .protectedName()
                .build());
        assertThat(result.stat().ephemeralOwner()).isEqualTo(session.id());
    }
}
