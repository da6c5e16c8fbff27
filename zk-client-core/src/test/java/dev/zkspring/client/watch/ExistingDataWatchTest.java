package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DELETED;
import static dev.zkspring.client.data.WatchEvent.Type.SESSION_LOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.watch.DataWatchTest.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data watch that ends with its node. */
class ExistingDataWatchTest {

    private static final int NO_NODE = -101;

    private final FakeClient fake = new FakeClient();

    private final List<Call> calls = new ArrayList<>();

    private static NodeData node(int version) {
        return TreeCacheRig.node(1, version, 0);
    }

    private DataWatch begin(boolean initial) {
        return DataWatch.onExisting(fake.client, "/node")
                .initial(initial)
                .start((node, event) -> calls.add(new Call(node, event)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void missingNodeIsToldOnceAndNeverWatched(boolean initial) {
        DataWatch watch = begin(initial);
        fake.expect("get").refuse(NO_NODE);

        assertThat(calls).containsExactly(new Call(null, null));
        assertThat(watch.isClosed()).isTrue();
        fake.expectNothing();
    }

    @Test
    void deletionIsToldOnceAndEndsTheWatch() {
        DataWatch watch = begin(true);
        WatchEvent change = fake.expect("get").succeed(node(1)).fire(NODE_DATA_CHANGED);
        WatchEvent deletion = fake.expect("get").succeed(node(2)).fire(NODE_DELETED);
        fake.expect("get").refuse(NO_NODE);

        assertThat(calls).containsExactly(new Call(node(1), null), new Call(node(2), change), new Call(null, deletion));
        assertThat(watch.isClosed()).isTrue();
        fake.expectNothing();
    }

    @Test
    void nodeThatIsBackBeforeTheReadIsWatchedOn() {
        DataWatch watch = begin(true);
        fake.expect("get").succeed(node(1)).fire(NODE_DELETED);
        fake.expect("get").succeed(node(2)).fire(SESSION_LOST);
        fake.expect("get").succeed(node(3));

        assertThat(calls).hasSize(3);
        assertThat(watch.isClosed()).isFalse();
    }
}
