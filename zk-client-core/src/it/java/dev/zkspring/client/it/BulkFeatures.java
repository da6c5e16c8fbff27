package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zkspring.client.ReadResult;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.data.TransactionResult.Created;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.TransactionFailedException;
import java.time.Duration;
import java.util.List;

/** What can be done with many nodes in one call. */
final class BulkFeatures {

    private static final byte[] DATA = "data".getBytes(UTF_8);

    static final List<Feature> ALL = List.of(
            Feature.of("transaction, all or nothing", BulkFeatures::transaction),
            Feature.of("transaction, naming the operation that failed", BulkFeatures::failedTransaction),
            Feature.since(3, 5, "transaction with containers and times to live", BulkFeatures::typesInTransaction),
            Feature.since(3, 7, "transaction, returning the Stats of created nodes", BulkFeatures::statInTransaction),
            Feature.since(3, 6, "multiRead", BulkFeatures::multiRead),
            Feature.since(3, 6, "countDescendants", BulkFeatures::countDescendants),
            Feature.since(3, 6, "getEphemerals", BulkFeatures::getEphemerals));

    private BulkFeatures() {}

    private static void transaction(Trial t) {
        String node = t.path("made");
        List<TransactionResult> results = t.client()
                .transaction()
                .check(t.node("checked"), 0)
                .create(node, null)
                .create(node + "/n-", null, CreateMode.PERSISTENT_SEQUENTIAL)
                .set(node, DATA, 0)
                .delete(node + "/n-0000000000")
                .commit();
        assertThat(results)
                .extracting(TransactionResult::path)
                .containsExactly(t.path("checked"), node, node + "/n-0000000000", node, node + "/n-0000000000");
        assertThat(t.client().get(node).data()).isEqualTo(DATA);
        assertThat(t.client().getChildren(node)).isEmpty();
    }

    private static void failedTransaction(Trial t) {
        assertThatThrownBy(() -> t.client()
                        .transaction()
                        .create(t.path("made"), null)
                        .delete(t.path("missing"))
                        .commit())
                .isInstanceOfSatisfying(TransactionFailedException.class, failure -> {
                    assertThat(failure.index()).isEqualTo(1);
                    assertThat(failure.path()).isEqualTo(t.path("missing"));
                });
        assertThat(t.client().exists(t.path("made"))).isNull();
    }

    private static void typesInTransaction(Trial t) {
        List<TransactionResult> results = t.client()
                .transaction()
                .create(CreateRequest.of(t.path("container"))
                        .mode(CreateMode.CONTAINER)
                        .build())
                .create(CreateRequest.of(t.path("ttl"))
                        .mode(CreateMode.PERSISTENT_WITH_TTL)
                        .ttl(Duration.ofDays(1))
                        .build())
                .commit();
        assertThat(results).containsExactly(created(t, "container"), created(t, "ttl"));
    }

    private static void statInTransaction(Trial t) {
        List<TransactionResult> results =
                t.client().transaction().create(t.path("made"), null).commit();
        assumeTrue(!results.equals(List.of(new Created(t.path("made"), null))), "the server sends no Stat");
        assertThat(results).containsExactly(created(t, "made"));
    }

    private static TransactionResult created(Trial t, String name) {
        return new Created(t.path(name), t.client().exists(t.path(name)));
    }

    private static void multiRead(Trial t) {
        String node = t.node("read");
        t.client().set(node, DATA);
        t.client().create(node + "/child", null);
        List<ReadResult> results = t.client()
                .multiRead()
                .get(node)
                .get(t.path("missing"))
                .getChildren(node)
                .read();
        assertThat(results.get(0).node()).isEqualTo(t.client().get(node));
        assertThat(results.get(1).error()).containsInstanceOf(NoNodeException.class);
        assertThat(results.get(2).children()).containsExactly("child");
    }

    private static void countDescendants(Trial t) {
        t.client().ensurePath(t.path("tree/a/b"));
        t.client().ensurePath(t.path("tree/c"));
        t.client().ensurePath(t.path("trees"));
        assertThat(t.client().countDescendants(t.path("tree"))).isEqualTo(3);
    }

    private static void getEphemerals(Trial t) {
        t.client().create(t.path("e1"), null, CreateMode.EPHEMERAL);
        t.client().create(t.path("f"), null, CreateMode.EPHEMERAL);
        assertThat(t.client().getEphemerals()).containsExactlyInAnyOrder(t.path("e1"), t.path("f"));
        assertThat(t.client().getEphemerals(t.path("e"))).containsExactly(t.path("e1"));
    }
}
