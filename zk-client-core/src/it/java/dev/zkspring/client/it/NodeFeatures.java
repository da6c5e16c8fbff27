package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.error.BadVersionException;
import java.util.List;

/** What can be done with nodes. */
final class NodeFeatures {

    private static final byte[] DATA = "data".getBytes(UTF_8);

    static final List<Feature> ALL = List.of(
            Feature.of("create, persistent and ephemeral", NodeFeatures::create),
            Feature.of(
                    "create, sequential",
                    t -> assertThat(t.client().create(t.path("n-"), DATA, CreateMode.EPHEMERAL_SEQUENTIAL))
                            .endsWith("n-0000000000")),
            Feature.of("create with missing parents", NodeFeatures::createParents),
            Feature.since(3, 5, "create, returning the Stat", NodeFeatures::createWithStat),
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

    private static void createParents(Trial t) {
        t.client().create(CreateRequest.of(t.path("x/y/z")).createParents().build());
        assertThat(t.client().getChildren(t.path("x/y"))).containsExactly("z");
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

    private static void deleteRecursive(Trial t) {
        t.client().ensurePath(t.path("tree/a/b"));
        t.client().ensurePath(t.path("tree/c"));
        t.client().deleteRecursive(t.path("tree"));
        assertThat(t.client().exists(t.path("tree"))).isNull();
    }
}
