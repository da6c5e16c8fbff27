package dev.zkspring.client.watch;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a listener or an error handler throws, the watch goes on. */
class FailingListenerTest {

    private static final int NO_AUTH = -102;

    private final FakeClient fake = new FakeClient();

    private final List<NodeData> seen = new ArrayList<>();

    private final List<Throwable> errors = new ArrayList<>();

    private static NodeData node(int version) {
        return new NodeData(new byte[] {(byte) version}, new Stat(1, 100 + version, 3, 4, version, 0, 0, 0, 1, 0, 1));
    }

    @Test
    void anythingThatTheListenerThrowsIsReportedAndWhatCameMeanwhileIsRead() {
        StackOverflowError failure = new StackOverflowError("expected");
        DataWatch.on(fake.client, "/node")
                .errorHandler((path, error) -> errors.add(error))
                .start((node, event) -> {
                    throw failure;
                });
        FakeClient.Read first = fake.expect("get");
        first.fire(NODE_DATA_CHANGED);
        first.succeed(node(1));
        fake.expect("get").succeed(node(2));

        assertThat(errors).containsExactly(failure, failure);
    }

    @Test
    void errorHandlerThatThrowsKeepsNoValueBack() {
        DataWatch.on(fake.client, "/node")
                .errorHandler((path, error) -> {
                    throw new IllegalStateException("broken handler");
                })
                .start((node, event) -> {
                    seen.add(node);
                    throw new IllegalArgumentException("expected");
                });
        FakeClient.Read first = fake.expect("get");
        first.fire(NODE_DATA_CHANGED);
        first.succeed(node(1));
        fake.expect("get").succeed(node(2));

        assertThat(seen).containsExactly(node(1), node(2));
    }

    @Test
    void errorHandlerThatThrowsDoesNotEndAWatchThatCannotRead() {
        DataWatch.on(fake.client, "/node")
                .errorHandler((path, error) -> {
                    throw new IllegalStateException("broken handler");
                })
                .start((node, event) -> seen.add(node));
        fake.expect("get").refuse(NO_AUTH);
        await().until(fake::hasRead);
        fake.expect("get").succeed(node(1));

        assertThat(seen).hasSize(1);
    }
}
