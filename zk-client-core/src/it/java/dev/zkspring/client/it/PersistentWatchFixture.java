package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ConnectionState;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** Watches that stay on some server: what the scenarios of all servers work with. */
abstract class PersistentWatchFixture {

    final EventRecorder events = new EventRecorder();

    final EventRecorder tree = new EventRecorder();

    final EventRecorder once = new EventRecorder();

    final StateRecorder states = new StateRecorder();

    String node;

    ZkClient client;

    private int watchesBefore;

    abstract ZkServerExtension zk();

    @BeforeEach
    void connect() {
        node = zk().root() + "/n";
        watchesBefore = zk().server().watchCount();
        client = zk().proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(20)));
        client.addListener(states);
    }

    Watch addPersistent() {
        return client.addWatch(node, AddWatchMode.PERSISTENT, events);
    }

    Watch addRecursive() {
        return client.addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, tree);
    }

    void awaitTree(String... expected) {
        await("events of the tree").untilAsserted(() -> assertThat(treeEvents()).containsExactly(expected));
    }

    Stream<String> treeEvents() {
        return tree.seen().stream()
                .map(event -> event.type() + " " + event.path().substring(node.length()));
    }

    void awaitServerWatches(int expected) {
        await("watches on the server")
                .untilAsserted(() -> assertThat(zk().server().watchCount()).isEqualTo(watchesBefore + expected));
    }

    void cutAndReconnect() {
        states.clear();
        zk().proxy().cut();
        states.awaitLast(ConnectionState.CONNECTED);
    }

    void changeWhileCut(Runnable change) {
        zk().proxy().refuse();
        states.awaitLast(ConnectionState.SUSPENDED);
        change.run();
        zk().proxy().heal();
        states.awaitLast(ConnectionState.CONNECTED);
    }
}
