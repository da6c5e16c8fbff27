package dev.zkspring.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.data.Watcher;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembersTest {

    private final ZkClient client = mock();

    private final ZkAsyncClient async = mock();

    private final Members members = new Members(client, new EventStreams());

    private final Map<String, NodeData> nodes = new HashMap<>();

    private final Map<String, Watcher> watchers = new HashMap<>();

    private int version;

    @BeforeEach
    void answerReads() {
        Executor direct = Runnable::run;
        when(client.serialExecutor(anyString())).thenReturn(direct);
        when(client.async()).thenReturn(async);
        when(client.isConnected()).thenReturn(true);
        when(async.removeWatcher(anyString(), any())).thenReturn(CompletableFuture.completedFuture(null));
        when(async.get(anyString(), any())).thenAnswer(call -> read(call.getArgument(0), call.getArgument(1)));
    }

    private CompletableFuture<NodeData> read(String path, Watcher watcher) {
        watchers.put(path, watcher);
        NodeData node = nodes.get(path);
        return node != null
                ? CompletableFuture.completedFuture(node)
                : CompletableFuture.failedFuture(Failure.answered(ErrorCode.NO_NODE.number(), "getData", path)
                        .toException(null));
    }

    private void node(String name, String data) {
        version++;
        nodes.put(
                path(name), new NodeData(data.getBytes(UTF_8), new Stat(1, version, 1, 1, version, 0, 0, 1, 14, 0, 1)));
    }

    private void fire(String name, Type type) throws Exception {
        Objects.requireNonNull(watchers.get(path(name))).process(new WatchEvent(type, path(name), -1));
    }

    private static String path(String name) {
        return Members.PATH + "/" + name;
    }

    @Test
    void readsTheAddressOfEachChild() {
        node("member-1", "localhost:8080");
        node("member-2", "localhost:8081");

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8080", "localhost:8081");
    }

    @Test
    void skipsAChildThatLeftMeanwhile() {
        node("member-2", "localhost:8081");

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8081");
    }

    @Test
    void followsAnInstanceThatListensElsewhereAfterARestart() throws Exception {
        node("member-1", "localhost:8080");
        node("member-2", "localhost:8081");
        members.changed(List.of("member-1", "member-2"));

        node("member-1", "localhost:9090");
        fire("member-1", Type.NODE_DATA_CHANGED);

        assertThat(members.addresses()).containsExactly("localhost:9090", "localhost:8081");
    }

    @Test
    void forgetsAnInstanceThatLeft() throws Exception {
        node("member-1", "localhost:8080");
        members.changed(List.of("member-1"));

        nodes.clear();
        fire("member-1", Type.NODE_DELETED);

        assertThat(members.addresses()).isEmpty();
    }

    @Test
    void showsAnInstanceOnceThatRegisteredTwice() {
        node("member-1", "localhost:8080");
        node("member-2", "localhost:8080");

        members.changed(List.of("member-1", "member-2"));

        assertThat(members.addresses()).containsExactly("localhost:8080");
    }

    @Test
    void forgetsEverybodyWhenTheParentIsDeleted() {
        node("member-1", "localhost:8080");
        members.changed(List.of("member-1"));

        members.changed(null);

        assertThat(members.addresses()).isEmpty();
    }
}
