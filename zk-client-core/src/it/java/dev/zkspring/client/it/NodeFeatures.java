package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.Children;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.error.BadVersionException;
import dev.zkspring.client.error.NoAuthException;
import java.time.Duration;
import java.util.List;

/** What can be done with nodes. */
final class NodeFeatures {

    private static final byte[] DATA = "data".getBytes(UTF_8);

    static final List<Feature> ALL = List.of(
            Feature.of("create, persistent and ephemeral", NodeFeatures::create),
            Feature.of("create, sequential, persistent and ephemeral", NodeFeatures::createSequential),
            Feature.since(3, 5, "create, container", NodeFeatures::createContainer),
            Feature.since(3, 5, "create with a time to live", t -> createWithTtl(t, CreateMode.PERSISTENT_WITH_TTL)),
            Feature.since(
                    3,
                    5,
                    "create with a time to live, sequential",
                    t -> createWithTtl(t, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL)),
            Feature.since(3, 5, "create, returning the Stat", NodeFeatures::createWithStat),
            Feature.of("create with missing parents", NodeFeatures::createParents),
            Feature.since(3, 5, "create with missing parents as containers", NodeFeatures::createParentContainers),
            Feature.of("create with a protected name", NodeFeatures::createProtected),
            Feature.of(
                    "ensurePath",
                    t -> assertThat(t.client().ensurePath(t.path("a/b/c"))).isTrue()),
            Feature.of(
                    "exists",
                    t -> assertThat(t.client().exists(t.path("missing"))).isNull()),
            Feature.of("get and set, null and empty data distinct", NodeFeatures::data),
            Feature.of("set and delete by version", NodeFeatures::versions),
            Feature.of(
                    "getChildren",
                    t -> assertThat(t.client().getChildren(t.node("parent"))).isEmpty()),
            Feature.of("getChildrenAndStat", NodeFeatures::childrenAndStat),
            Feature.of("getAcl, setAcl and a default ACL", NodeFeatures::acl),
            Feature.of("deleteRecursive", NodeFeatures::deleteRecursive),
            Feature.of("sync", t -> t.client().sync(t.node("synced"))));

    private NodeFeatures() {}

    private static void create(Trial t) {
        t.client().create(t.path("p"), DATA);
        t.client().create(t.path("e"), DATA, CreateMode.EPHEMERAL);
        assertThat(t.client().exists(t.path("p")).ephemeralOwner()).isZero();
        assertThat(t.client().exists(t.path("e")).ephemeralOwner())
                .isEqualTo(t.client().sessionId().id());
    }

    private static void createSequential(Trial t) {
        assertThat(t.client().create(t.path("n-"), DATA, CreateMode.PERSISTENT_SEQUENTIAL))
                .isEqualTo(t.path("n-0000000000"));
        assertThat(t.client().create(t.path("n-"), DATA, CreateMode.EPHEMERAL_SEQUENTIAL))
                .isEqualTo(t.path("n-0000000001"));
    }

    private static void createContainer(Trial t) {
        String container = t.path("container");
        t.client().create(CreateRequest.of(container).mode(CreateMode.CONTAINER).build());
        t.client().delete(t.client().create(container + "/child", null));
        await().until(() -> t.client().exists(container) == null);
    }

    private static void createWithTtl(Trial t, CreateMode mode) {
        String node = t.client()
                .create(CreateRequest.of(t.path("ttl"))
                        .mode(mode)
                        .ttl(Duration.ofMillis(1))
                        .build())
                .path();
        assertThat(node).isEqualTo(t.path(mode.isSequential() ? "ttl0000000000" : "ttl"));
        await().until(() -> t.client().exists(node) == null);
    }

    private static void createParents(Trial t) {
        t.client().create(CreateRequest.of(t.path("x/y/z")).createParents().build());
        assertThat(t.client().getChildren(t.path("x/y"))).containsExactly("z");
    }

    private static void createParentContainers(Trial t) {
        t.client()
                .create(CreateRequest.of(t.path("x/y"))
                        .createParentsAsContainers()
                        .build());
        t.client().delete(t.path("x/y"));
        if (t.version().isAtLeast(3, 5)) {
            await().until(() -> t.client().exists(t.path("x")) == null);
        }
    }

    private static void createProtected(Trial t) {
        String node = t.client()
                .create(CreateRequest.of(t.path("p-"))
                        .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                        .protectedName()
                        .build())
                .path();
        assertThat(node).startsWith(t.path("_c_")).endsWith("-p-0000000000");
        assertThat(t.client().exists(node)).isNotNull();
    }

    private static void createWithStat(Trial t) {
        var created = t.client().create(CreateRequest.of(t.path("s")).data(DATA).build());
        assertThat(created.stat()).isEqualTo(t.client().exists(t.path("s")));
    }

    private static void data(Trial t) {
        String node = t.node("data");
        assertThat(t.client().get(node).data()).isNull();
        t.client().set(node, new byte[0]);
        assertThat(t.client().get(node).data()).isEmpty();
        t.client().set(node, DATA);
        assertThat(t.client().get(node).data()).isEqualTo(DATA);
    }

    private static void versions(Trial t) {
        String node = t.node("versioned");
        assertThat(t.client().set(node, DATA, 0).version()).isEqualTo(1);
        assertThatThrownBy(() -> t.client().delete(node, 0)).isInstanceOf(BadVersionException.class);
        t.client().delete(node, 1);
        assertThat(t.client().exists(node)).isNull();
    }

    private static void childrenAndStat(Trial t) {
        String node = t.node("parent");
        t.client().create(node + "/child", null);
        assertThat(t.client().getChildrenAndStat(node))
                .isEqualTo(new Children(List.of("child"), t.client().exists(node)));
    }

    private static void acl(Trial t) {
        String node = t.node("closed");
        assertThat(t.client().getAcl(node))
                .isEqualTo(new NodeAcl(Acl.OPEN, t.client().exists(node)));
        assertThat(t.client().setAcl(node, Acl.READ_ONLY, 0).aversion()).isEqualTo(1);
        assertThat(t.client().getAcl(node).acl()).isEqualTo(Acl.READ_ONLY);
        assertThatThrownBy(() -> t.client().set(node, DATA)).isInstanceOf(NoAuthException.class);
        ZkClient limiting = t.client(t.server().address(), settings -> settings.defaultAcl(Acl.READ_ONLY));
        limiting.create(t.path("limited"), null);
        assertThat(t.client().getAcl(t.path("limited")).acl()).isEqualTo(Acl.READ_ONLY);
    }

    private static void deleteRecursive(Trial t) {
        t.client().ensurePath(t.path("tree/a/b"));
        t.client().ensurePath(t.path("tree/c"));
        t.client().deleteRecursive(t.path("tree"));
        assertThat(t.client().exists(t.path("tree"))).isNull();
    }
}
