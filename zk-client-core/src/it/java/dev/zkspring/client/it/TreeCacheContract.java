package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.watch.TreeCache;
import dev.zkspring.client.watch.TreeCacheBuilder;
import dev.zkspring.client.watch.TreeCacheEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tree cache promises, whatever the server can do: it ends with the tree that is on the server. */
abstract class TreeCacheContract {

    private static final int CHANGES = 600;

    private final StateRecorder states = new StateRecorder();

    private final Recorder<Throwable> errors = new Recorder<>();

    private String root;

    private TreeRecorder recorder;

    private ZkClient client;

    private TreeCache cache;

    abstract ZkServerExtension zk();

    /** The most requests that a reconnect may cost for so many nodes. */
    abstract int requestsPerReconnect(int nodes);

    @BeforeEach
    void prepare() {
        root = zk().root();
        recorder = new TreeRecorder(root);
    }

    private void begin() {
        begin(settings -> settings);
    }

    private void begin(UnaryOperator<TreeCacheBuilder> settings) {
        begin(settings, Duration.ofSeconds(8));
    }

    /** A client goes on with a server that lost its memory only when its session has expired. */
    private void beginWithShortSession() {
        begin(settings -> settings, Duration.ofSeconds(3));
    }

    private void begin(UnaryOperator<TreeCacheBuilder> settings, Duration sessionTimeout) {
        client = zk().proxiedClient(builder -> builder.sessionTimeout(sessionTimeout));
        client.addListener(states);
        cache = start(client, root, settings);
    }

    private TreeCache start(ZkClient of, String path, UnaryOperator<TreeCacheBuilder> settings) {
        TreeCacheBuilder builder = TreeCache.on(of, path).errorHandler((at, error) -> errors.record(error));
        TreeCache started = settings.apply(builder).start(recorder);
        await().until(started::isInitialized);
        return started;
    }

    private TreeStorm storm(long seed) {
        return new TreeStorm(zk().peer(), root, seed);
    }

    private void awaitSame() {
        recorder.awaitSame(cache, zk().peer(), root);
    }

    @Test
    void firstCopyIsTheTree() {
        storm(1).rage(CHANGES);
        begin();
        recorder.awaitSame(cache, zk().peer(), root);
        assertThat(recorder.events())
                .last()
                .extracting(TreeCacheEvent::type)
                .isEqualTo(TreeCacheEvent.Type.INITIALIZED);
        assertThat(recorder.events())
                .filteredOn(event -> event.type() == TreeCacheEvent.Type.NODE_ADDED)
                .hasSize(cache.size());
    }

    @Test
    void stormIsFollowed() {
        begin();
        storm(2).rage(2 * CHANGES);
        awaitSame();
        assertThat(errors.seen()).isEmpty();
    }

    @Test
    void stormDuringTheFirstReadsIsFollowed() {
        storm(3).rage(CHANGES);
        CompletableFuture<Void> storm = CompletableFuture.runAsync(() -> storm(4).rage(CHANGES));
        begin();
        storm.join();
        awaitSame();
    }

    @Test
    void lostLinksLoseNoChange() {
        begin();
        TreeStorm storm = storm(5);
        for (int i = 0; i < 12; i++) {
            storm.rage(CHANGES / 12);
            zk().proxy().cut();
        }
        storm.rage(CHANGES / 12);
        awaitSame();
        assertThat(states.states()).contains(ConnectionState.SUSPENDED).doesNotContain(ConnectionState.LOST);
        assertThat(errors.seen()).isEmpty();
    }

    @Test
    void changesWhileTheLinkIsDownAreFoundAndNothingElseIsReported() {
        storm(6).rage(CHANGES);
        zk().peer().create(root + "/keep", "1");
        begin();
        awaitSame();
        zk().proxy().refuse();
        states.awaitLast(ConnectionState.SUSPENDED);
        recorder.clear();
        zk().peer().set(root + "/keep", "2");
        zk().peer().create(root + "/keep/new", "1");
        zk().proxy().heal();
        await().untilAsserted(() -> assertThat(recorder.events())
                .extracting(event -> event.type() + " " + event.path())
                .containsExactlyInAnyOrder("NODE_UPDATED " + root + "/keep", "NODE_ADDED " + root + "/keep/new"));
        awaitSame();
    }

    @Test
    void lostSessionsLoseNoChange() {
        begin();
        TreeStorm storm = storm(7);
        for (int i = 0; i < 4; i++) {
            storm.rage(CHANGES / 8);
            zk().proxy().refuse();
            SessionEnd.force(zk().server().port(), Objects.requireNonNull(client.sessionId()));
            storm.rage(CHANGES / 8);
            zk().proxy().heal();
            await().until(client::isConnected);
        }
        storm.rage(CHANGES / 8);
        awaitSame();
        assertThat(states.states()).contains(ConnectionState.LOST);
        assertThat(errors.seen()).isEmpty();
        storm.rage(10);
        awaitSame();
    }

    @Test
    void restartedServerIsFollowed() {
        begin();
        storm(8).rage(CHANGES / 4);
        zk().server().restart();
        zk().freshPeer();
        storm(9).rage(CHANGES / 4);
        awaitSame();
    }

    @Test
    void wipedServerIsFollowed() {
        storm(10).rage(CHANGES / 4);
        beginWithShortSession();
        zk().server().wipe();
        zk().server().start();
        zk().freshPeer();
        await().untilAsserted(() -> assertThat(cache.size()).isZero());
        zk().peer().create(root, "new");
        storm(11).rage(CHANGES / 4);
        awaitSame();
    }

    @Test
    void serverWithOtherDataIsFollowed() {
        zk().peer().create(root + "/old", "1");
        beginWithShortSession();
        zk().server().wipe();
        zk().proxy().refuse();
        zk().server().start();
        zk().freshPeer().create(root, "other");
        zk().peer().create(root + "/new", "1");
        zk().proxy().heal();
        awaitSame();
        assertThat(cache.children(root)).containsExactly("new");
    }

    @Test
    void missingRootIsWaitedFor() {
        root = root + "/deep/down";
        recorder = new TreeRecorder(root);
        begin();
        assertThat(cache.size()).isZero();
        zk().peer().create(root.replace("/down", ""), "1");
        zk().peer().create(root, "1");
        storm(12).rage(50);
        awaitSame();
        client.deleteRecursive(root);
        awaitSame();
        assertThat(cache.size()).isZero();
        zk().peer().create(root, "again");
        awaitSame();
    }

    @Test
    void chrootIsInvisible() {
        storm(13).rage(CHANGES / 4);
        recorder = new TreeRecorder("/");
        client = zk().client(settings -> settings.chroot(root));
        cache = start(client, "/", settings -> settings);
        storm(14).rage(CHANGES / 4);
        recorder.awaitSame(cache, zk().peer(), root);
    }

    @Test
    void forbiddenNodeIsReportedAndTheRestIsThere() throws Exception {
        storm(15).rage(CHANGES / 4);
        zk().peer().zooKeeper().addAuthInfo("digest", "user:secret".getBytes(UTF_8));
        String forbidden = root + "/forbidden";
        zk().peer().zooKeeper().create(forbidden, null, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        zk().peer().create(forbidden + "/child", "1");
        begin();
        assertThat(errors.seen()).singleElement().isInstanceOf(NoAuthException.class);
        assertThat(cache.get(forbidden)).isNull();
        storm(16).rage(CHANGES / 4);
        zk().peer().zooKeeper().setACL(forbidden, ZooDefs.Ids.OPEN_ACL_UNSAFE, -1);
        awaitSame();
        assertThat(cache.children(forbidden)).containsExactly("child");
        assertThat(errors.seen()).hasSize(1);
    }

    @Test
    void depthAndFilterHold() {
        zk().peer().create(root + "/a", "1");
        zk().peer().create(root + "/a/x", "1");
        zk().peer().create(root + "/b", "1");
        begin(settings ->
                settings.maxDepth(1).filter(path -> !path.endsWith("b")).cacheData(false));
        assertThat(cache.paths()).containsExactly(root, root + "/a");
        zk().peer().create(root + "/a/y", "1");
        zk().peer().create(root + "/c", "1");
        await().untilAsserted(() -> assertThat(cache.paths()).containsExactly(root, root + "/a", root + "/c"));
        assertThat(cache.get(root + "/c").data()).isNull();
        assertThat(cache.stat(root + "/c").dataLength()).isEqualTo(1);
    }

    @Test
    void reconnectOfALargeTreeIsNoStorm() {
        int nodes = 10_000;
        client = zk().client();
        createMany(client, nodes);
        begin();
        assertThat(cache.size()).isEqualTo(1 + nodes / 100 + nodes);
        recorder.clear();
        long before = requests();
        zk().proxy().cut();
        states.awaitStates(ConnectionState.SUSPENDED, ConnectionState.CONNECTED);
        zk().peer().set(root + "/0/0", "new");
        await().until(() -> !recorder.events().isEmpty());
        awaitQuiet();
        assertThat(requests() - before).isLessThan(requestsPerReconnect(nodes));
        assertThat(recorder.events()).extracting(TreeCacheEvent::path).containsExactly(root + "/0/0");
    }

    private void createMany(ZkClient by, int nodes) {
        List<CompletableFuture<String>> inner = IntStream.range(0, nodes / 100)
                .mapToObj(i -> by.async().create(root + "/" + i, null))
                .toList();
        inner.forEach(CompletableFuture::join);
        List<CompletableFuture<String>> leaves = IntStream.range(0, nodes)
                .mapToObj(i -> by.async().create(root + "/" + i / 100 + "/" + i % 100, "x".getBytes(UTF_8)))
                .toList();
        leaves.forEach(CompletableFuture::join);
    }

    /** Until no more requests come than those of idle clients and of the question itself. */
    private void awaitQuiet() {
        long[] last = {0};
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            long now = requests();
            boolean quiet = now - last[0] < 20;
            last[0] = now;
            return quiet;
        });
    }

    private long requests() {
        return Long.parseLong(zk().server().line("mntr", "zk_packets_received"));
    }

    @Test
    void closedCacheLeavesNoWatchOnTheServer() {
        storm(17).rage(CHANGES / 4);
        // A 3.5 server never drops the watch of a read that it comes to after the client's connection was cut.
        int before = zk().server().watchCount();
        begin();
        awaitSame();
        assertThat(zk().server().watchCount()).isGreaterThan(before);
        cache.close();
        await().untilAsserted(() -> assertThat(zk().server().watchCount()).isLessThanOrEqualTo(before));
    }
}
