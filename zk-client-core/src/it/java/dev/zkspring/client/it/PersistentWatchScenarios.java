package dev.zkspring.client.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What {@code addWatch} promises on every server that has it, whatever the server makes of it. */
abstract class PersistentWatchScenarios extends PersistentWatchFixture {

    @Test
    void persistentWatchHearsEverythingOfItsNodeAndStays() {
        Watch watch = addPersistent();
        zk().peer().create(node, "0");
        zk().peer().set(node, "1");
        zk().peer().create(node + "/c", "0");
        zk().peer().set(node + "/c", "1");
        zk().peer().delete(node + "/c");
        zk().peer().delete(node);
        zk().peer().create(node, "0");

        events.awaitTypes(
                Type.NODE_CREATED,
                Type.NODE_DATA_CHANGED,
                Type.NODE_CHILDREN_CHANGED,
                Type.NODE_CHILDREN_CHANGED,
                Type.NODE_DELETED,
                Type.NODE_CREATED);
        assertThat(events.seen()).extracting(WatchEvent::path).containsOnly(node);
        assertThat(watch.path()).isEqualTo(node);
        assertThat(watch.isClosed()).isFalse();
    }

    @Test
    void recursiveWatchHearsEveryNodeByItsPath() {
        addRecursive();
        zk().peer().create(node, "0");
        zk().peer().create(node + "/a", "0");
        zk().peer().create(node + "/a/b", "0");
        zk().peer().set(node + "/a/b", "1");
        zk().peer().create(node + "like", "0");
        zk().peer().delete(node + "/a/b");
        zk().peer().set(node, "1");
        zk().peer().delete(node + "/a");
        zk().peer().delete(node);

        awaitTree(
                "NODE_CREATED ",
                "NODE_CREATED /a",
                "NODE_CREATED /a/b",
                "NODE_DATA_CHANGED /a/b",
                "NODE_DELETED /a/b",
                "NODE_DATA_CHANGED ",
                "NODE_DELETED /a",
                "NODE_DELETED ");
    }

    @Test
    void recursiveWatchDoesNotHearOfTheChildrenThatOthersWatch() {
        client.create(node, null);
        client.getChildren(node, once);
        addRecursive();
        client.addWatch(node, AddWatchMode.PERSISTENT, events);
        zk().peer().create(node + "/a", "0");
        client.getChildren(node + "/a", once);
        zk().peer().create(node + "/a/b", "0");
        zk().peer().set(node, "1");

        awaitTree("NODE_CREATED /a", "NODE_CREATED /a/b", "NODE_DATA_CHANGED ");
        once.awaitTypes(Type.NODE_CHILDREN_CHANGED, Type.NODE_CHILDREN_CHANGED);
        events.awaitTypes(Type.NODE_CHILDREN_CHANGED, Type.NODE_DATA_CHANGED);
    }

    @Test
    void bothModesWorkOnOneNodeInWhateverOrderTheyComeAndGo() {
        client.create(node, null);
        Watch persistent = addPersistent();
        Watch recursive = addRecursive();
        zk().peer().create(node + "/1", "0");
        events.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        awaitTree("NODE_CREATED /1");

        recursive.close();
        client.sync(node);
        zk().peer().create(node + "/2", "0");
        zk().peer().set(node, "2");
        events.awaitTypes(Type.NODE_CHILDREN_CHANGED, Type.NODE_CHILDREN_CHANGED, Type.NODE_DATA_CHANGED);

        recursive = addRecursive();
        persistent.close();
        client.sync(node);
        zk().peer().create(node + "/3", "0");
        awaitTree("NODE_CREATED /1", "NODE_CREATED /3");

        events.clear();
        addPersistent();
        zk().peer().delete(node + "/3");
        events.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        awaitTree("NODE_CREATED /1", "NODE_CREATED /3", "NODE_DELETED /3");
    }

    @Test
    void oneShotWatchersBesideAPersistentWatchHearOnceAndItGoesOn() {
        client.create(node, null);
        client.get(node, once);
        addPersistent();
        client.getChildren(node, once);
        zk().peer().set(node, "1");
        zk().peer().set(node, "2");
        zk().peer().create(node + "/a", "0");
        zk().peer().create(node + "/b", "0");
        zk().peer().set(node, "3");

        events.awaitTypes(
                Type.NODE_DATA_CHANGED,
                Type.NODE_DATA_CHANGED,
                Type.NODE_CHILDREN_CHANGED,
                Type.NODE_CHILDREN_CHANGED,
                Type.NODE_DATA_CHANGED);
        once.awaitTypes(Type.NODE_DATA_CHANGED, Type.NODE_CHILDREN_CHANGED);
    }

    @Test
    void oneShotWatchersBesideARecursiveWatchHearOnceAndItGoesOn() {
        client.exists(node, once);
        addRecursive();
        zk().peer().create(node, "0");
        once.awaitTypes(Type.NODE_CREATED);
        client.get(node, once);
        client.getChildren(node, once);
        zk().peer().create(node + "/a", "0");
        zk().peer().create(node + "/b", "0");
        zk().peer().set(node, "1");
        zk().peer().set(node, "2");

        awaitTree("NODE_CREATED ", "NODE_CREATED /a", "NODE_CREATED /b", "NODE_DATA_CHANGED ", "NODE_DATA_CHANGED ");
        once.awaitTypes(Type.NODE_CREATED, Type.NODE_CHILDREN_CHANGED, Type.NODE_DATA_CHANGED);
    }

    @Test
    void oneShotWatchersOutliveTheWatchBesideThem() {
        client.create(node, null);
        EventRecorder earlier = new EventRecorder();
        EventRecorder children = new EventRecorder();
        EventRecorder missing = new EventRecorder();
        client.get(node, earlier);
        Watch persistent = addPersistent();
        Watch recursive = addRecursive();
        Watch onMissing = client.addWatch(node + "/m", AddWatchMode.PERSISTENT, events);
        client.get(node, once);
        client.getChildren(node, children);
        client.exists(node + "/m", missing);
        persistent.close();
        recursive.close();
        onMissing.close();
        awaitServerWatches(3);
        zk().peer().create(node + "/m", "0");
        zk().peer().set(node, "1");

        earlier.awaitTypes(Type.NODE_DATA_CHANGED);
        once.awaitTypes(Type.NODE_DATA_CHANGED);
        children.awaitTypes(Type.NODE_CHILDREN_CHANGED);
        missing.awaitTypes(Type.NODE_CREATED);
        assertThat(events.seen()).isEmpty();
        assertThat(tree.seen()).isEmpty();
        awaitServerWatches(0);
    }

    @Test
    void noOneShotWatcherMissesAChangeWhileWatchesBesideItComeAndGo() {
        client.create(node, null);
        List<EventRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            AddWatchMode mode = AddWatchMode.values()[i % 2];
            CompletableFuture<Watch> watch = client.async().addWatch(node, mode, events);
            EventRecorder recorder = new EventRecorder();
            recorders.add(recorder);
            CompletableFuture<?> read = client.async().get(node, recorder);
            watch.join().close();
            if (i % 3 == 0) {
                // The watch is gone from the server before the change, else most likely after it.
                client.sync(node);
            }
            CompletableFuture<?> set = client.async().set(node, new byte[] {(byte) i});
            read.join();
            set.join();
        }
        zk().peer().set(node, "last");

        await().untilAsserted(() -> assertThat(recorders)
                .allSatisfy(recorder -> assertThat(recorder.types()).containsExactly(Type.NODE_DATA_CHANGED)));
        awaitServerWatches(0);
    }

    @Test
    void closedWatchIsSilentAndLeavesTheServer() {
        client.create(node, null);
        Watch persistent = addPersistent();
        Watch again = client.addWatch(node, AddWatchMode.PERSISTENT, once);
        Watch recursive = addRecursive();
        persistent.close();
        persistent.close();
        recursive.close();
        client.sync(node);
        zk().peer().set(node, "1");
        once.awaitTypes(Type.NODE_DATA_CHANGED);
        again.close();

        awaitServerWatches(0);
        assertThat(persistent.isClosed()).isTrue();
        assertThat(events.seen()).isEmpty();
        assertThat(tree.seen()).isEmpty();
    }

    @Test
    void removedOneShotWatcherLeavesTheWatchBesideIt() {
        client.create(node, null);
        client.get(node, once);
        addPersistent();
        client.getChildren(node, once);
        client.sync(node);
        assertThat(client.removeWatcher(node, once)).isTrue();
        zk().peer().create(node + "/a", "0");
        zk().peer().set(node, "1");

        events.awaitTypes(Type.NODE_CHILDREN_CHANGED, Type.NODE_DATA_CHANGED);
        assertThat(once.seen()).isEmpty();
    }

    @Test
    void removedWatcherClosesItsHandles() {
        Watch watch = addPersistent();

        assertThat(client.removeWatcher(node, events)).isTrue();
        assertThat(watch.isClosed()).isTrue();
        awaitServerWatches(0);
    }

    @Test
    void pathsAreThoseBelowTheChroot() {
        zk().peer().create(node, "0");
        ZkClient below = zk().client(settings -> settings.chroot(node));
        below.addWatch("/", AddWatchMode.PERSISTENT_RECURSIVE, once);
        below.addWatch("/a", AddWatchMode.PERSISTENT, events);
        zk().peer().create(node + "/a", "0");
        zk().peer().set(node, "1");

        await().untilAsserted(() ->
                assertThat(once.seen()).extracting(WatchEvent::path).containsExactly("/a", "/"));
        assertThat(events.seen()).extracting(WatchEvent::path).containsExactly("/a");
    }
}
