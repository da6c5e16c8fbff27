package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.watch.ChildrenWatch;
import dev.zkspring.client.watch.DataWatch;
import dev.zkspring.client.watch.TreeCache;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server keeps to itself because of an ACL is seen in the end. */
class ResyncIntervalIT {

    private static final List<Acl> CLOSED = List.of(Acl.digest("bob", "secret", Acl.ALL));

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private final WatchRecorder values = new WatchRecorder();

    private String node;

    private ZkClient bob;

    private ZkClient client;

    @BeforeEach
    void connect() {
        node = zk.root() + "/node";
        zk.peer().create(node, "1");
        bob = zk.client(settings -> settings.auth("digest", "bob:secret"));
        client = zk.client(settings -> settings.resyncInterval(Duration.ofMillis(200)));
    }

    private void changeBehindClosedDoors(Runnable change) {
        bob.setAcl(node, CLOSED);
        change.run();
        bob.setAcl(node, Acl.OPEN);
    }

    private void set(String value) {
        bob.set(node, value.getBytes(UTF_8));
    }

    @Test
    void changesOfDataAreSeen() {
        DataWatch.on(client, node).errorHandler((path, error) -> {}).start(values.data());
        values.awaitValues("1");
        changeBehindClosedDoors(() -> set("2"));
        values.awaitValues("1", "2");
        changeBehindClosedDoors(() -> set("3"));
        values.awaitValues("1", "2", "3");
    }

    @Test
    void changesOfDataAreSeenOfVeryManyNodesToo() {
        WatchRecorder other = new WatchRecorder();
        zk.peer().create(node + "2", "1");
        for (int i = 0; i < 200; i++) {
            DataWatch.on(client, node + "/" + i).start((value, event) -> true);
        }
        DataWatch.on(client, node).errorHandler((path, error) -> {}).start(values.data());
        DataWatch.on(client, node + "2").start(other.data());
        values.awaitValues("1");
        changeBehindClosedDoors(() -> set("2"));
        values.awaitValues("1", "2");
        zk.peer().set(node, "3");
        values.awaitValues("1", "2", "3");
        assertThat(other.seen()).containsExactly("1");
    }

    @Test
    void changesOfChildrenAreSeen() {
        ChildrenWatch.on(client, node).errorHandler((path, error) -> {}).start(values.children());
        values.awaitValues("");
        changeBehindClosedDoors(() -> bob.create(node + "/a", new byte[0]));
        values.awaitValues("", "a");
    }

    @Test
    void changesOfATreeAreSeen() {
        TreeCache cache =
                TreeCache.on(client, node).errorHandler((path, error) -> {}).start();
        cache.initialized().join();
        changeBehindClosedDoors(() -> set("2"));

        await().until(() -> "2".equals(text(cache.get(node))));
    }

    @Test
    void aNegativeIntervalIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZkClient.builder().resyncInterval(Duration.ofMillis(-1)))
                .withMessageContaining("resyncInterval");
    }

    private static String text(NodeData data) {
        return data == null ? null : data.text();
    }
}
