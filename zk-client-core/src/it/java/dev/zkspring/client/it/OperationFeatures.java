package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.ReadResult;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.error.TransactionFailedException;
import java.time.Duration;
import java.util.List;

/** What can be asked of servers beyond single nodes and their data. */
final class OperationFeatures {

    private static final byte[] DATA = "data".getBytes(UTF_8);

    static final List<Feature> ALL = List.of(
            Feature.of("getAcl, setAcl and a default ACL", OperationFeatures::acls),
            Feature.of("getChildrenAndStat", OperationFeatures::childrenAndStat),
            Feature.of("create with a protected name", OperationFeatures::protectedName),
            Feature.since(3, 5, "containers", t -> t.client().create(t.path("c"), null, CreateMode.CONTAINER)),
            Feature.since(3, 5, "missing parents as containers", OperationFeatures::parentContainers),
            Feature.since(3, 5, "nodes with a time to live, where the server allows them", OperationFeatures::ttl),
            Feature.of("transactions", OperationFeatures::transaction),
            Feature.since(3, 6, "multiRead", OperationFeatures::multiRead),
            Feature.since(3, 6, "countDescendants", OperationFeatures::descendants),
            Feature.since(3, 6, "getEphemerals", OperationFeatures::ephemerals),
            Feature.since(
                    3, 7, "whoAmI", t -> assertThat(t.client().whoAmI()).contains(new Identity("ip", "127.0.0.1"))),
            Feature.since(
                    3,
                    5,
                    "getConfig",
                    t -> assertThat(t.client().getConfig().members()).isEmpty()));

    private OperationFeatures() {}

    private static void acls(Trial t) {
        ZkClient limiting = t.client(t.server().address(), settings -> settings.defaultAcl(Acl.READ_ONLY));
        limiting.create(t.path("limited"), null);
        assertThat(t.client().getAcl(t.path("limited")).acl()).isEqualTo(Acl.READ_ONLY);
        assertThat(t.client().setAcl(t.node("open"), Acl.READ_ONLY, 0).aversion())
                .isEqualTo(1);
    }

    private static void childrenAndStat(Trial t) {
        String node = t.node("parent");
        assertThat(t.client().getChildrenAndStat(node).stat())
                .isEqualTo(t.client().exists(node));
    }

    private static void protectedName(Trial t) {
        assertThat(t.client()
                        .create(CreateRequest.of(t.path("n")).protectedName().build())
                        .path())
                .matches(t.path("_c_[0-9a-f-]{36}-n"));
    }

    private static void parentContainers(Trial t) {
        t.client()
                .create(CreateRequest.of(t.path("x/y"))
                        .createParentsAsContainers()
                        .build());
        assertThat(t.client().getChildren(t.path("x"))).containsExactly("y");
    }

    private static void ttl(Trial t) {
        ZkServer extended = t.closeLater(ZkServer.builder("matrix-ttl")
                        .version(t.server().version())
                        .jvmOption("-Dzookeeper.extendedTypesEnabled=true")
                        .build())
                .start();
        t.client(extended.address(), settings -> settings)
                .create(CreateRequest.of("/t")
                        .mode(CreateMode.PERSISTENT_WITH_TTL)
                        .ttl(Duration.ofDays(1))
                        .build());
    }

    private static void transaction(Trial t) {
        String node = t.node("changed");
        t.client()
                .transaction()
                .check(node, 0)
                .set(node, DATA)
                .create(node + "/c", null)
                .commit();
        assertThatThrownBy(() -> t.client()
                        .transaction()
                        .delete(node + "/c")
                        .check(node, 0)
                        .commit())
                .isInstanceOf(TransactionFailedException.class);
        assertThat(t.client().getChildren(node)).containsExactly("c");
    }

    private static void multiRead(Trial t) {
        String node = t.node("read");
        List<ReadResult> results = t.client()
                .multiRead()
                .get(node)
                .getChildren(node)
                .get(node + "/missing")
                .read();
        assertThat(results.get(0).node()).isEqualTo(t.client().get(node));
        assertThat(results.get(1).children()).isEmpty();
        assertThat(results.get(2).error()).isPresent();
    }

    private static void descendants(Trial t) {
        t.client().ensurePath(t.path("a/b/c"));
        assertThat(t.client().countDescendants(t.path("a"))).isEqualTo(2);
    }

    private static void ephemerals(Trial t) {
        t.client().create(t.path("e"), null, CreateMode.EPHEMERAL);
        assertThat(t.client().getEphemerals()).containsExactly(t.path("e"));
    }
}
