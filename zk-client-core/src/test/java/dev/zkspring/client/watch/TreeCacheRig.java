package dev.zkspring.client.watch;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A tree cache of "/node" on a {@link FakeClient}, and what it reports. */
abstract class TreeCacheRig {

    static final int NO_NODE = -101;

    static final int NO_AUTH = -102;

    final FakeClient fake = new FakeClient();

    /** Type and path of each. */
    final List<String> events = new ArrayList<>();

    final List<Throwable> errors = new ArrayList<>();

    TreeCache cache;

    final TreeCache start() {
        return start(builder -> builder);
    }

    final TreeCache start(UnaryOperator<TreeCacheBuilder> settings) {
        TreeCacheBuilder builder = new TreeCacheBuilder(fake.client, "/node", fake::addRecursive)
                .errorHandler((path, error) -> errors.add(error));
        cache = settings.apply(builder)
                .start(event -> events.add(event.type().name().replace("NODE_", "") + " " + event.path()));
        return cache;
    }

    /** Root 1 with two leaves, "a" (2) and "b" (3), all read. */
    final void startWithTwoLeaves() {
        start();
        fake.expect("get").succeed(node(1, 0, 2));
        fake.expect("getChildren").succeed(List.of("b", "a"));
        fake.expect("get", "/node/b").succeed(leaf(3));
        fake.expect("get", "/node/a").succeed(leaf(2));
        fake.expectNothing();
    }

    /** A value of a node; the incarnation is told by the id of its creation. */
    static NodeData node(long czxid, int version, int children) {
        return new NodeData(
                new byte[] {(byte) version},
                new Stat(czxid, czxid + version, czxid, 0, version, children, 0, 0, 1, children, czxid + children));
    }

    static NodeData leaf(long czxid) {
        return node(czxid, 0, 0);
    }
}
