package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.client.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is seen before it is known that its parent is another one now. */
class TreeCacheNewParentTest extends TreeCacheRig {

    /** What the server has after the parent, 2, was replaced by 49 and the child, 3, by 50. */
    private static final Map<String, NodeData> REPLACED =
            Map.of("/node", node(1, 0, 1), "/node/a", node(49, 0, 1), "/node/a/x", leaf(50));

    private static final List<String> REPLACEMENT =
            List.of("REMOVED /node/a/x", "REMOVED /node/a", "ADDED /node/a", "ADDED /node/a/x");

    @BeforeEach
    void startWithAChildOfAChild() {
        start();
        answerFrom(Map.of("/node", node(1, 0, 1), "/node/a", node(2, 0, 1), "/node/a/x", leaf(3)));
        assertThat(cache.size()).isEqualTo(3);
        events.clear();
    }

    @Test
    void childSeenBeforeTheResyncComesToItsParentIsAddedOnlyOnce() {
        fake.armed.fire(RESYNC);
        FakeClient.Read root = fake.expect("exists");
        fake.armed.fire(NODE_CREATED, "/node/a/x");
        fake.expect("get", "/node/a/x").succeed(leaf(50));
        answerFrom(REPLACED);
        root.succeed(node(1, 0, 1).stat());
        answerFrom(REPLACED);

        assertThat(events).isEqualTo(REPLACEMENT);
        assertThat(cache.get("/node/a/x")).isEqualTo(leaf(50));
    }

    @Test
    void childReadAgainOnTheNextLinkIsAddedOnlyOnce() throws Exception {
        fake.armed.fire(NODE_DATA_CHANGED, "/node/a/x");
        FakeClient.Read sentTwice = fake.expect("get", "/node/a/x");
        fake.connected = false;
        fake.announceSuspended();
        fake.connected = true;
        sentTwice.succeed(leaf(50));
        answerFrom(REPLACED);
        fake.armed.fire(RESYNC);
        answerFrom(REPLACED);

        assertThat(events).isEqualTo(REPLACEMENT);
    }

    @Test
    void childOfAParentThatIsGoneIsNotAdded() {
        fake.armed.fire(RESYNC);
        FakeClient.Read root = fake.expect("exists");
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(50));
        Map<String, NodeData> left = Map.of("/node", node(1, 0, 0));
        answerFrom(left);
        root.succeed(node(1, 0, 0).stat());
        answerFrom(left);

        assertThat(events).containsExactly("REMOVED /node/a/x", "REMOVED /node/a");
    }

    @Test
    void childOfTheSameParentNeedNotWaitForTheResync() {
        fake.armed.fire(RESYNC);
        fake.expect("exists");
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(50));
        fake.expect("exists", "/node/a").succeed(node(2, 0, 2).stat());

        assertThat(events).containsExactly("ADDED /node/a/y");
    }

    @Test
    void childThatIsOlderThanWhatIsKnownOfItsParentTakesOneRead() {
        fake.armed.fire(RESYNC);
        fake.expect("exists");
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(3));

        assertThat(events).containsExactly("ADDED /node/a/y");
        fake.expectNothing();
    }

    @Test
    void childIsSeenAlsoIfItsParentCannotBeReadAtOnce() {
        fake.armed.fire(RESYNC);
        fake.expect("exists").succeed(node(1, 0, 1).stat());
        FakeClient.Read parent = fake.expect("exists", "/node/a");
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(50));
        fake.expect("exists", "/node/a").fail(ErrorCode.REQUEST_TIMEOUT);
        Map<String, NodeData> same =
                Map.of("/node", node(1, 0, 1), "/node/a", node(2, 0, 2), "/node/a/x", leaf(3), "/node/a/y", leaf(50));
        fake.armed.fire(RESYNC);
        answerFrom(same);
        parent.succeed(node(2, 0, 2).stat());
        answerFrom(same);

        assertThat(events).containsExactly("ADDED /node/a/y");
        assertThat(errors).isEmpty();
    }

    @Test
    void transactionsOfServersThatLostTheirDataSayNothingOfTheParent() throws Exception {
        fake.session = 2;
        fake.announceConnected();
        FakeClient.Read root = fake.expect("exists");
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(2));
        Map<String, NodeData> lost = Map.of("/node", node(1, 0, 1), "/node/a", node(0, 0, 1), "/node/a/y", leaf(2));
        answerFrom(lost);
        root.succeed(node(1, 0, 1).stat());
        answerFrom(lost);

        assertThat(events).containsExactly("REMOVED /node/a/x", "REMOVED /node/a", "ADDED /node/a", "ADDED /node/a/y");
    }

    @Test
    void childOfAParentInNoDoubtTakesOneRead() {
        fake.armed.fire(NODE_CREATED, "/node/a/y");
        fake.expect("get", "/node/a/y").succeed(leaf(50));

        assertThat(events).containsExactly("ADDED /node/a/y");
        fake.expectNothing();
    }

    private void answerFrom(Map<String, NodeData> nodes) {
        while (fake.hasRead()) {
            FakeClient.Read read = fake.next();
            NodeData node = nodes.get(read.path);
            if (read.operation.equals("exists")) {
                read.succeed(node == null ? null : node.stat());
            } else if (node == null) {
                read.refuse(NO_NODE);
            } else {
                read.succeed(read.operation.equals("get") ? node : children(nodes, read.path));
            }
        }
    }

    private static List<String> children(Map<String, NodeData> nodes, String path) {
        return nodes.keySet().stream()
                .filter(node -> !node.equals(path) && ZkPath.parent(node).equals(path))
                .map(ZkPath::name)
                .toList();
    }
}
