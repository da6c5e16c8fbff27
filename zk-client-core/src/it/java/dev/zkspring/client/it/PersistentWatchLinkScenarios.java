package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code addWatch} promises across lost links and sessions and to slow watchers, on every server that has it. */
abstract class PersistentWatchLinkScenarios extends PersistentWatchFixture {

    private static final int CAPACITY = 10_000;

    @Test
    void reconnectTellsToReadAgainAndGoesOn() {
        client.create(node, null);
        addPersistent();
        addRecursive();
        changeWhileCut(() -> zk().peer().set(node, "missed"));
        events.awaitTypes(Type.RESYNC);
        assertThat(events.last()).isEqualTo(new WatchEvent(Type.RESYNC, node, -1));
        assertThat(client.get(node).text()).isEqualTo("missed");
        zk().peer().create(node + "/a", "0");

        events.awaitTypes(Type.RESYNC, Type.NODE_CHILDREN_CHANGED);
        awaitTree("RESYNC ", "NODE_CREATED /a");
    }

    @Test
    void oneShotWatchersBesideItStillHearWhatTheyMissed() {
        client.create(node, null);
        addRecursive();
        EventRecorder children = new EventRecorder();
        client.get(node, once);
        client.getChildren(node, children);
        changeWhileCut(() -> zk().peer().set(node, "missed"));
        once.awaitTypes(Type.NODE_DATA_CHANGED);
        client.get(node, once);
        zk().peer().create(node + "/a", "0");
        zk().peer().set(node, "1");

        children.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        once.awaitTypes(Type.NODE_DATA_CHANGED, Type.NODE_DATA_CHANGED);
        await().untilAsserted(() -> assertThat(treeEvents()).endsWith("NODE_CREATED /a", "NODE_DATA_CHANGED "));
    }

    @Test
    void thousandsOfLongPathsAreArmedAgain() {
        int count = 3_000;
        String name = node + "n".repeat(150);
        List<CompletableFuture<Watch>> watches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            watches.add(client.async().addWatch(name + i, AddWatchMode.PERSISTENT, events));
        }
        watches.forEach(CompletableFuture::join);
        int armed = zk().server().watchCount();
        cutAndReconnect();
        await().until(() -> zk().server().watchCount() == armed);
        await().until(() -> events.seen().size() == count);
        zk().peer().create(name + "0", "first");
        zk().peer().create(name + (count - 1), "last");
        await().untilAsserted(() -> assertThat(events.types()).endsWith(Type.NODE_CREATED, Type.NODE_CREATED));
        watches.forEach(watch -> watch.join().close());

        awaitServerWatches(0);
    }

    @Test
    void endOfTheSessionClosesTheHandle() {
        client.create(node, null);
        Watch watch = addPersistent();
        zk().endSession(Objects.requireNonNull(client.sessionId()));
        states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.LOST, ConnectionState.CONNECTED);
        events.awaitTypes(Type.SESSION_LOST);
        assertThat(events.last()).isEqualTo(new WatchEvent(Type.SESSION_LOST, node, -1));
        assertThat(watch.isClosed()).isTrue();
        awaitServerWatches(0);
        addPersistent();
        zk().peer().set(node, "1");

        events.awaitTypes(Type.SESSION_LOST, Type.NODE_DATA_CHANGED);
    }

    @Test
    void watcherThatIsTooSlowIsToldToReadAgain() {
        client.create(node, null);
        CountDownLatch brake = new CountDownLatch(1);
        client.addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, event -> {
            brake.await();
            tree.process(event);
        });
        Stream.generate(() -> client.async().set(node, null))
                .limit(CAPACITY + 500)
                .toList()
                .forEach(CompletableFuture::join);
        client.create(node + "/a", null);
        brake.countDown();
        await().until(() -> tree.types().contains(Type.RESYNC));
        zk().peer().set(node + "/a", "1");

        await().until(() -> tree.last().path().equals(node + "/a"));
        assertThat(tree.seen()).contains(new WatchEvent(Type.RESYNC, node, -1)).hasSizeLessThan(CAPACITY + 100);
    }

    @Test
    void eventsOfAChangeComeBeforeItsAnswer() {
        Recorder<String> order = new Recorder<>();
        ZkClient serial =
                zk().client(settings -> settings.callbackExecutor(Runnable::run).completeOn(Runnable::run));
        serial.addWatch(node, AddWatchMode.PERSISTENT, event -> order.record("event"));
        serial.addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, event -> order.record("tree"));
        serial.async().create(node, null).thenRun(() -> order.record("answer")).join();

        assertThat(order.seen())
                .containsExactlyInAnyOrder("event", "tree", "answer")
                .endsWith("answer");
    }
}
