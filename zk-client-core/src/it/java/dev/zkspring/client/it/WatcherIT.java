package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.error.NoNodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One-shot watchers while the link holds. */
class WatcherIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final EventRecorder events = new EventRecorder();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    @Nested
    class Fires {

        @Test
        void onceWhenDataChanges() {
            client.get(root, events);
            Stat changed = client.set(root, bytes("1"));
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            assertThat(events.last()).isEqualTo(new WatchEvent(Type.NODE_DATA_CHANGED, root, changed.mzxid()));
            assertThat(zk.server().isDataWatched(root)).isFalse();
            client.get(root, events);
            zk.peer().set(root, "3");
            events.awaitTypes(Type.NODE_DATA_CHANGED, Type.NODE_DATA_CHANGED);
        }

        @Test
        void whenAMissingNodeIsCreated() {
            assertThat(client.exists(root + "/a", events)).isNull();
            zk.peer().create(root + "/a", "1");
            events.awaitTypes(Type.NODE_CREATED);
        }

        @Test
        void whenAPresentNodeThatExistsWatchesChanges() {
            assertThat(client.exists(root, events)).isNotNull();
            zk.peer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
        }

        @Test
        void whenAWatchedNodeIsDeleted() {
            EventRecorder onData = new EventRecorder();
            EventRecorder onChildren = new EventRecorder();
            client.create(root + "/a", null);
            client.exists(root + "/a", events);
            client.get(root + "/a", onData);
            client.getChildren(root + "/a", onChildren);
            zk.peer().delete(root + "/a");
            events.awaitTypes(Type.NODE_DELETED);
            onData.awaitTypes(Type.NODE_DELETED);
            onChildren.awaitTypes(Type.NODE_DELETED);
        }

        @Test
        void whenAChildIsCreatedOrDeleted() {
            client.getChildren(root, events);
            zk.peer().create(root + "/a", "1");
            events.awaitTypes(Type.NODE_CHILDREN_CHANGED);
            client.getChildren(root, events);
            zk.peer().delete(root + "/a");
            events.awaitTypes(Type.NODE_CHILDREN_CHANGED, Type.NODE_CHILDREN_CHANGED);
        }

        @Test
        void everyWatcherOfAPathAndEachOnce() {
            EventRecorder other = new EventRecorder();
            EventRecorder later = new EventRecorder();
            client.get(root, events);
            client.get(root, events);
            client.get(root, other);
            client.exists(root, later);
            zk.peer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            other.awaitTypes(Type.NODE_DATA_CHANGED);
            later.awaitTypes(Type.NODE_DATA_CHANGED);
        }

        @Test
        void whateverAnotherWatcherThrows() {
            client.get(root, event -> {
                throw new IllegalStateException("thrown on purpose by a test");
            });
            client.get(root, events);
            zk.peer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            client.get(root, events);
            zk.peer().set(root, "2");
            events.awaitTypes(Type.NODE_DATA_CHANGED, Type.NODE_DATA_CHANGED);
        }

        @Test
        void andMayCallTheClientFromInside() {
            List<String> read = new java.util.concurrent.CopyOnWriteArrayList<>();
            client.get(root, event -> read.add(String.valueOf(client.get(root).text())));
            zk.peer().set(root, "1");
            await().untilAsserted(() -> assertThat(read).containsExactly("1"));
        }
    }

    @Nested
    class Order {

        @Test
        void putsAnEventBeforeTheReplyOfTheChangeThatCausedIt() {
            ExecutorService one = Executors.newSingleThreadExecutor();
            zk.closeLater(one::shutdown);
            ZkClient ordered =
                    zk.client(settings -> settings.callbackExecutor(one).completeOn(one));
            Recorder<String> order = new Recorder<>();
            List<String> expected = new ArrayList<>();
            List<CompletableFuture<?>> stages = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String turn = Integer.toString(i);
                ordered.async().get(root, event -> order.record("event " + turn));
                stages.add(ordered.async().set(root, bytes(turn)).thenRun(() -> order.record("reply " + turn)));
                expected.addAll(List.of("event " + turn, "reply " + turn));
            }
            stages.forEach(CompletableFuture::join);
            assertThat(order.seen()).isEqualTo(expected);
        }

        @Test
        void ofEventsForOneWatcherIsThatOfTheChanges() {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                client.async().exists(root + "/n" + i, events);
                expected.add(root + "/n" + i);
            }
            for (int i = 0; i < 300; i++) {
                client.async().create(root + "/n" + i, null);
            }
            await().until(() -> events.seen().size() == 300);
            assertThat(events.seen()).extracting(WatchEvent::path).isEqualTo(expected);
        }
    }

    @Nested
    class LeavesNothingBehind {

        @Test
        void whenAGetFails() {
            assertThatThrownBy(() -> client.get(root + "/a", events)).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.getChildren(root + "/a", events)).isInstanceOf(NoNodeException.class);
            assertThat(zk.server().watchCount()).isZero();
            assertThat(client.removeWatcher(root + "/a", events)).isFalse();
            client.create(root + "/a", null);
            client.set(root + "/a", bytes("1"));
            assertThat(events.seen()).isEmpty();
        }

        @Test
        void whenItFired() {
            client.get(root, events);
            zk.peer().set(root, "1");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            assertThat(client.removeWatcher(root, events)).isFalse();
            assertThat(zk.server().isDataWatched(root)).isFalse();
        }
    }

    @Nested
    class Removal {

        @Test
        void takesTheLastWatcherOffTheServer() {
            client.get(root, events);
            client.getChildren(root, events);
            assertThat(zk.server().watchCount()).isEqualTo(2);
            assertThat(client.removeWatcher(root, events)).isTrue();
            assertThat(zk.server().watchCount()).isZero();
            assertThat(client.removeWatcher(root, events)).isFalse();
            client.set(root, bytes("1"));
            assertThat(events.seen()).isEmpty();
        }

        @Test
        void ofAWatcherOnAMissingNode() {
            client.exists(root + "/a", events);
            assertThat(zk.server().isDataWatched(root + "/a")).isTrue();
            assertThat(client.removeWatcher(root + "/a", events)).isTrue();
            assertThat(zk.server().isDataWatched(root + "/a")).isFalse();
        }

        @Test
        void leavesTheOthersArmed() {
            EventRecorder other = new EventRecorder();
            client.get(root, events);
            client.get(root, other);
            assertThat(client.removeWatcher(root, events)).isTrue();
            assertThat(zk.server().isDataWatched(root)).isTrue();
            zk.peer().set(root, "1");
            other.awaitTypes(Type.NODE_DATA_CHANGED);
            assertThat(events.seen()).isEmpty();
        }

        @Test
        void ofOneKindLeavesTheOtherKindArmed() {
            EventRecorder onChildren = new EventRecorder();
            client.get(root, events);
            client.getChildren(root, onChildren);
            assertThat(client.removeWatcher(root, events)).isTrue();
            assertThat(zk.server().watchCount()).isEqualTo(1);
            zk.peer().set(root, "1");
            zk.peer().create(root + "/a", "1");
            onChildren.awaitTypes(Type.NODE_CHILDREN_CHANGED);
            assertThat(events.seen()).isEmpty();
        }

        @Test
        void inARaceWithARegistrationOfTheOtherKindLeavesNothingBehind() {
            for (int i = 0; i < 50; i++) {
                client.get(root, events);
                EventRecorder onChildren = new EventRecorder();
                CompletableFuture<?> registered = client.async().getChildren(root, onChildren);
                assertThat(client.async().removeWatcher(root, events).join()).isTrue();
                registered.join();
                client.async()
                        .getChildren(root + "/missing", onChildren)
                        .exceptionally(error -> null)
                        .join();
                await().until(() -> zk.server().watchCount() == 1);
                assertThat(client.removeWatcher(root, onChildren)).isTrue();
                await().until(() -> zk.server().watchCount() == 0);
            }
        }

        @Test
        void inARaceWithARegistrationThatFailsLeavesNothingBehind() {
            for (int i = 0; i < 50; i++) {
                client.exists(root + "/a", events);
                CompletableFuture<?> failing =
                        client.async().get(root + "/a", new EventRecorder()).exceptionally(error -> null);
                CompletableFuture<Boolean> removed = client.async().removeWatcher(root + "/a", events);
                failing.join();
                assertThat(removed.join()).isTrue();
                await().until(() -> zk.server().watchCount() == 0);
            }
        }

        @Test
        void beforeTheRegistrationIsAnsweredLeavesNothingBehind() {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<?> registered = client.async().get(root, events);
                client.async().removeWatcher(root, events).join();
                registered.join();
                await().until(() -> zk.server().watchCount() == 0);
            }
        }

        @Test
        void inARaceWithARegistrationLeavesThatOneArmed() {
            for (int i = 0; i < 100; i++) {
                EventRecorder old = new EventRecorder();
                EventRecorder fresh = new EventRecorder();
                client.async().get(root, old).join();
                CompletableFuture<Boolean> removed = client.async().removeWatcher(root, old);
                client.async().get(root, fresh).join();
                removed.join();
                client.set(root, bytes("v" + i));
                fresh.awaitTypes(Type.NODE_DATA_CHANGED);
                assertThat(old.seen()).isEmpty();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
