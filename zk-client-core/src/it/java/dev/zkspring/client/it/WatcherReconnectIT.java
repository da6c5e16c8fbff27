package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One-shot watchers across lost links and lost sessions. */
class WatcherReconnectIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final EventRecorder events = new EventRecorder();

    private final StateRecorder states = new StateRecorder();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.proxiedClient(settings -> settings.sessionTimeout(Duration.ofSeconds(20)));
        client.addListener(states);
    }

    private void cutAndReconnect() {
        zk.proxy().cut();
        states.awaitLast(ConnectionState.CONNECTED);
    }

    private void changeWhileCut(Runnable change) {
        zk.proxy().refuse();
        states.awaitLast(ConnectionState.SUSPENDED);
        change.run();
        zk.proxy().heal();
        states.awaitLast(ConnectionState.CONNECTED);
    }

    @Nested
    class Survive {

        @Test
        void aCutLinkAndFireOnTheNextOne() {
            EventRecorder onMissing = new EventRecorder();
            EventRecorder onChildren = new EventRecorder();
            client.get(root, events);
            client.exists(root + "/a", onMissing);
            client.getChildren(root, onChildren);
            cutAndReconnect();
            zk.peer().set(root, "1");
            zk.peer().create(root + "/a", "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            onMissing.awaitTypes(Type.NODE_CREATED);
            onChildren.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        }

        @Test
        void aRestartOfTheServer() {
            client.get(root, events);
            zk.server().restart();
            states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
            zk.freshPeer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
        }

        @Test
        void severalCutsInARow() {
            client.get(root, events);
            for (int i = 0; i < 5; i++) {
                states.clear();
                cutAndReconnect();
            }
            zk.peer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
        }

        @Test
        void byTensOfThousandsOfLongPaths() {
            int count = 5_000;
            String name = "n".repeat(150);
            List<CompletableFuture<?>> registered = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                registered.add(client.async().exists(root + "/" + name + i, events));
            }
            registered.forEach(CompletableFuture::join);
            cutAndReconnect();
            await().until(() -> zk.server().line("wchs", "Total watches:").equals(Integer.toString(count)));
            zk.peer().create(root + "/" + name + "0", "first");
            zk.peer().create(root + "/" + name + (count - 1), "last");
            events.awaitTypes(Type.NODE_CREATED, Type.NODE_CREATED);
        }

        @Test
        void onlyIfTheyWereNotRemoved() {
            EventRecorder removed = new EventRecorder();
            client.get(root, removed);
            client.getChildren(root, events);
            assertThat(client.removeWatcher(root, removed)).isTrue();
            cutAndReconnect();
            zk.peer().set(root, "1");
            zk.peer().create(root + "/a", "1");
            events.awaitTypes(Type.NODE_CHILDREN_CHANGED);
            assertThat(removed.seen()).isEmpty();
        }
    }

    @Nested
    class LearnWhatHappenedMeanwhile {

        @Test
        void toData() {
            client.get(root, events);
            changeWhileCut(() -> zk.peer().set(root, "1"));
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            assertThat(events.last()).isEqualTo(new WatchEvent(Type.NODE_DATA_CHANGED, root, -1));
        }

        @Test
        void toAMissingNode() {
            client.exists(root + "/a", events);
            changeWhileCut(() -> zk.peer().create(root + "/a", "1"));
            events.awaitTypes(Type.NODE_CREATED);
        }

        @Test
        void toAPresentNodeThatExistsWatches() {
            client.create(root + "/a", null);
            client.exists(root + "/a", events);
            changeWhileCut(() -> zk.peer().delete(root + "/a"));
            events.awaitTypes(Type.NODE_DELETED);
        }

        @Test
        void toAPresentNodeThatDidNotChange() {
            EventRecorder onOther = new EventRecorder();
            client.create(root + "/a", null);
            client.exists(root + "/a", events);
            client.exists(root, onOther);
            changeWhileCut(() -> zk.peer().set(root, "1"));
            onOther.awaitTypes(Type.NODE_DATA_CHANGED);
            zk.peer().set(root + "/a", "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
        }

        @Test
        void toChildren() {
            client.getChildren(root, events);
            changeWhileCut(() -> zk.peer().create(root + "/a", "1"));
            events.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        }

        @Test
        void toAWatchedParent() {
            client.create(root + "/a", null);
            client.getChildren(root + "/a", events);
            changeWhileCut(() -> zk.peer().delete(root + "/a"));
            events.awaitTypes(Type.NODE_DELETED);
        }

        @Test
        void whileTheRegisteringReadWasOnItsWay() {
            zk.proxy().stall(CuttingProxy.Direction.TO_CLIENT);
            CompletableFuture<?> read = client.async().get(root, events);
            await().until(() -> zk.server().isDataWatched(root));
            zk.proxy().refuse();
            states.awaitLast(ConnectionState.SUSPENDED);
            zk.peer().set(root, "1");
            zk.proxy().heal();
            read.join();
            zk.peer().set(root, "2");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
        }
    }

    @Nested
    class EndWithTheSession {

        @Test
        void andAreTold() {
            EventRecorder onMissing = new EventRecorder();
            EventRecorder onChildren = new EventRecorder();
            client.get(root, events);
            client.exists(root + "/a", onMissing);
            client.getChildren(root, onChildren);
            endSession();
            events.awaitTypes(Type.SESSION_LOST);
            onMissing.awaitTypes(Type.SESSION_LOST);
            onChildren.awaitTypes(Type.SESSION_LOST);
            assertThat(events.last()).isEqualTo(new WatchEvent(Type.SESSION_LOST, root, -1));
        }

        @Test
        void andCanBeRegisteredAgainInTheNextOne() {
            client.get(root, events);
            endSession();
            events.awaitTypes(Type.SESSION_LOST);
            assertThat(zk.server().isDataWatched(root)).isFalse();
            client.get(root, events);
            zk.peer().set(root, "1");
            events.awaitTypes(Type.SESSION_LOST, Type.NODE_DATA_CHANGED);
        }

        private void endSession() {
            zk.endSession(Objects.requireNonNull(client.sessionId()));
            states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.LOST, ConnectionState.CONNECTED);
        }
    }
}
