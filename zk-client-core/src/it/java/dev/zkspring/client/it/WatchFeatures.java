package dev.zkspring.client.it;

import static dev.zkspring.client.data.WatchEvent.Type.NODE_CHILDREN_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_CREATED;
import static dev.zkspring.client.data.WatchEvent.Type.NODE_DATA_CHANGED;
import static dev.zkspring.client.data.WatchEvent.Type.RESYNC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.Watch;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import dev.zkspring.client.watch.TreeCache;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What watches can see. */
final class WatchFeatures {

    static final List<Feature> ALL = List.of(
            Feature.of("watcher on exists, get and getChildren", WatchFeatures::watchers),
            Feature.of("watchers survive a reconnect", WatchFeatures::reconnect),
            Feature.since(3, 5, "removeWatcher", WatchFeatures::removeWatcher),
            Feature.since(3, 6, "addWatch, persistent", WatchFeatures::persistent),
            Feature.since(3, 6, "addWatch, recursive", WatchFeatures::recursive),
            Feature.since(3, 6, "addWatch beside one-shot watchers of the node", WatchFeatures::besideOneShot),
            Feature.since(3, 6, "addWatch survives a reconnect", WatchFeatures::persistentReconnect),
            Feature.of("DataWatch", WatchFeatures::dataWatch),
            Feature.of("ChildrenWatch", WatchFeatures::childrenWatch),
            Feature.since(3, 6, "TreeCache", WatchFeatures::treeCache));

    private WatchFeatures() {}

    private static void watchers(Trial t) {
        String node = t.node("watched");
        EventRecorder data = new EventRecorder();
        EventRecorder children = new EventRecorder();
        EventRecorder creation = new EventRecorder();
        t.client().get(node, data);
        t.client().getChildren(node, children);
        t.client().exists(node + "/child", creation);
        t.client().set(node, null);
        t.client().create(node + "/child", null);
        data.awaitTypes(NODE_DATA_CHANGED);
        children.awaitTypes(NODE_CHILDREN_CHANGED);
        creation.awaitTypes(NODE_CREATED);
    }

    private static void reconnect(Trial t) {
        String node = t.node("watched");
        CuttingProxy proxy = t.proxy();
        ZkClient proxied = t.client(proxy.address(), settings -> settings);
        EventRecorder missed = new EventRecorder();
        EventRecorder later = new EventRecorder();
        proxied.get(node, missed);
        proxied.getChildren(node, later);
        proxy.refuse();
        t.client().set(node, null);
        proxy.heal();
        missed.awaitTypes(NODE_DATA_CHANGED);
        t.client().create(node + "/child", null);
        later.awaitTypes(NODE_CHILDREN_CHANGED);
    }

    private static void removeWatcher(Trial t) {
        String node = t.node("watched");
        EventRecorder removed = new EventRecorder();
        EventRecorder kept = new EventRecorder();
        t.client().get(node, removed);
        assertThat(t.client().removeWatcher(node, removed)).isTrue();
        t.client().exists(node, kept);
        t.client().set(node, null);
        kept.awaitTypes(NODE_DATA_CHANGED);
        assertThat(removed.isEmpty()).isTrue();
    }

    private static void persistent(Trial t) {
        String node = t.node("watched");
        EventRecorder events = new EventRecorder();
        try (Watch watch = t.client().addWatch(node, AddWatchMode.PERSISTENT, events)) {
            t.client().set(node, null);
            t.client().create(node + "/child", null);
            t.client().set(watch.path(), null);
            events.awaitTypes(NODE_DATA_CHANGED, NODE_CHILDREN_CHANGED, NODE_DATA_CHANGED);
        }
    }

    private static void recursive(Trial t) {
        String node = t.node("watched");
        EventRecorder events = new EventRecorder();
        try (Watch watch = t.client().addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, events)) {
            t.client().ensurePath(watch.path() + "/a/b");
            t.client().set(node + "/a/b", null);
            events.awaitTypes(NODE_CREATED, NODE_CREATED, NODE_DATA_CHANGED);
        }
    }

    private static void besideOneShot(Trial t) {
        String node = t.node("watched");
        EventRecorder once = new EventRecorder();
        EventRecorder events = new EventRecorder();
        t.client().get(node, once);
        try (Watch watch = t.client().addWatch(node, AddWatchMode.PERSISTENT, events)) {
            t.client().getChildren(watch.path(), once);
            t.client().set(node, null);
            t.client().set(node, null);
            t.client().create(node + "/a", null);
            t.client().create(node + "/b", null);
            events.awaitTypes(NODE_DATA_CHANGED, NODE_DATA_CHANGED, NODE_CHILDREN_CHANGED, NODE_CHILDREN_CHANGED);
            once.awaitTypes(NODE_DATA_CHANGED, NODE_CHILDREN_CHANGED);
        }
    }

    private static void persistentReconnect(Trial t) {
        String node = t.node("watched");
        CuttingProxy proxy = t.proxy();
        EventRecorder events = new EventRecorder();
        t.client(proxy.address(), settings -> settings).addWatch(node, AddWatchMode.PERSISTENT_RECURSIVE, events);
        proxy.cut();
        events.awaitTypes(RESYNC);
        t.client().create(node + "/child", null);
        events.awaitTypes(RESYNC, NODE_CREATED);
    }

    private static void dataWatch(Trial t) {
        WatchRecorder values = new WatchRecorder();
        DataWatch.on(t.client(), t.path("watched")).start(values.data());
        values.awaitValues(WatchRecorder.MISSING);
        String node = t.client().create(t.path("watched"), "one".getBytes(UTF_8));
        values.awaitLast("one");
        t.client().set(node, "two".getBytes(UTF_8));
        values.awaitLast("two");
    }

    private static void childrenWatch(Trial t) {
        String node = t.node("watched");
        WatchRecorder names = new WatchRecorder();
        ChildrenWatch.on(t.client(), node).start(names.children());
        await().until(() -> !names.isEmpty());
        t.client().create(node + "/b", null);
        t.client().create(node + "/a", null);
        names.awaitLast("a,b");
    }

    private static void treeCache(Trial t) throws Exception {
        String node = t.node("tree");
        t.client().ensurePath(node + "/a");
        try (TreeCache cache = TreeCache.on(t.client(), node).start()) {
            cache.initialized().get(20, TimeUnit.SECONDS);
            assertThat(cache.children(node)).containsExactly("a");
            t.client().ensurePath(node + "/a/b");
            await().until(() -> cache.stat(node + "/a/b") != null);
            t.client().deleteRecursive(node + "/a");
            await().until(() -> cache.size() == 1);
        }
    }
}
