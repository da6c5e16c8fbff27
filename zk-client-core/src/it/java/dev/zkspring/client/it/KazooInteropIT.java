package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.BadVersionException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.it.Kazoo.KazooException;
import dev.zkspring.client.watch.ChildrenWatch;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Python's kazoo and this client on the same nodes: what one writes the other reads. */
class KazooInteropIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private Kazoo kazoo;

    private ZkClient client;

    private String root;

    @BeforeEach
    void connect() {
        kazoo = zk.closeLater(Kazoo.connect(zk.server().address()));
        client = zk.client();
        root = zk.root();
    }

    static List<byte @Nullable []> payloads() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return Arrays.asList(null, new byte[0], "text".getBytes(UTF_8), all);
    }

    @Nested
    class Data {

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.KazooInteropIT#payloads")
        void thatKazooCreatesIsReadHere(byte @Nullable [] data) {
            kazoo.create(root + "/node", data);
            assertThat(client.get(root + "/node").data()).isEqualTo(data);
        }

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.KazooInteropIT#payloads")
        void thatIsCreatedHereIsReadByKazoo(byte @Nullable [] data) {
            client.create(root + "/node", data);
            assertThat(kazoo.get(root + "/node").data()).isEqualTo(data);
        }

        @ParameterizedTest
        @MethodSource("dev.zkspring.client.it.KazooInteropIT#payloads")
        void thatIsSetIsReadByTheOther(byte @Nullable [] data) {
            client.create(root + "/node", "before".getBytes(UTF_8));
            kazoo.set(root + "/node", data, -1);
            assertThat(client.get(root + "/node").data()).isEqualTo(data);
            client.set(root + "/node", "between".getBytes(UTF_8));
            client.set(root + "/node", data);
            assertThat(kazoo.get(root + "/node").data()).isEqualTo(data);
        }

        @Test
        void comesWithTheSameStat() {
            client.create(root + "/node", "one".getBytes(UTF_8));
            kazoo.set(root + "/node", "three".getBytes(UTF_8), 0);
            kazoo.create(root + "/node/child", null);
            NodeData node = client.get(root + "/node");
            assertThat(kazoo.get(root + "/node")).isEqualTo(node);
            assertThat(kazoo.exists(root + "/node")).isEqualTo(node.stat());
            assertThat(node.stat()).extracting(Stat::version, Stat::numChildren).containsExactly(1, 1);
        }

        @Test
        void answersASetWithTheStatThatTheOtherReads() {
            kazoo.create(root + "/node", null);
            assertThat(client.set(root + "/node", new byte[7])).isEqualTo(kazoo.exists(root + "/node"));
            assertThat(kazoo.set(root + "/node", new byte[8], 1)).isEqualTo(client.exists(root + "/node"));
        }
    }

    @Nested
    class Paths {

        @Test
        void inUtf8NameTheSameNodes() {
            kazoo.create(root + "/Straße", null);
            client.create(root + "/時計", null);
            client.create(root + "/時計/針", null);
            assertThat(client.getChildren(root)).containsExactlyInAnyOrder("Straße", "時計");
            assertThat(kazoo.children(root)).containsExactlyInAnyOrder("Straße", "時計");
            assertThat(kazoo.children(root + "/時計")).containsExactly("針");
        }

        @Test
        void withAChrootAreTheSameOnBothSides() {
            client.ensurePath(root + "/app");
            String hosts = zk.server().address() + root + "/app";
            ZkClient chrooted = zk.closeLater(zk.unstarted(hosts, settings -> settings));
            chrooted.start();
            Kazoo chrootedKazoo = zk.closeLater(Kazoo.connect(hosts));
            chrootedKazoo.create("/a", null);
            assertThat(chrooted.create("/b-", null, CreateMode.PERSISTENT_SEQUENTIAL))
                    .isEqualTo("/b-0000000001");
            assertThat(chrooted.getChildren("/")).containsExactlyInAnyOrder("a", "b-0000000001");
            assertThat(chrootedKazoo.children("/")).containsExactly("a", "b-0000000001");
            assertThat(client.exists(root + "/app/a")).isNotNull();
        }
    }

    @Nested
    class Modes {

        @Test
        void countSequentialNodesTogether() {
            String path = root + "/n-";
            assertThat(kazoo.create(path, null, "sequence")).isEqualTo(path + "0000000000");
            assertThat(client.create(path, null, CreateMode.PERSISTENT_SEQUENTIAL))
                    .isEqualTo(path + "0000000001");
            assertThat(kazoo.create(path, null, "sequence,ephemeral")).isEqualTo(path + "0000000002");
            assertThat(client.create(path, null, CreateMode.EPHEMERAL_SEQUENTIAL))
                    .isEqualTo(path + "0000000003");
        }

        @Test
        void nameTheOwnerOfAnEphemeralNode() {
            kazoo.create(root + "/kazoo", null, "ephemeral");
            client.create(root + "/ours", null, CreateMode.EPHEMERAL);
            assertThat(client.exists(root + "/kazoo").ephemeralOwner()).isEqualTo(kazoo.session());
            assertThat(kazoo.exists(root + "/ours").ephemeralOwner())
                    .isEqualTo(client.sessionId().id());
        }

        @Test
        void endEphemeralNodesWithTheSession() {
            kazoo.create(root + "/kazoo", null, "ephemeral");
            kazoo.close();
            assertThat(client.exists(root + "/kazoo")).isNull();
        }
    }

    @Nested
    class Versions {

        @Test
        void ofTheOtherAreRespectedHere() {
            client.create(root + "/node", null);
            kazoo.set(root + "/node", null, -1);
            assertThatThrownBy(() -> client.set(root + "/node", null, 0)).isInstanceOf(BadVersionException.class);
            client.delete(root + "/node", 1);
            assertThat(kazoo.exists(root + "/node")).isNull();
        }

        @Test
        void areRespectedByKazoo() {
            kazoo.create(root + "/node", null);
            client.set(root + "/node", null);
            assertThatThrownBy(() -> kazoo.delete(root + "/node", 0))
                    .isInstanceOf(KazooException.class)
                    .hasMessage("BadVersionError");
            kazoo.delete(root + "/node", 1);
            assertThatThrownBy(() -> client.get(root + "/node")).isInstanceOf(NoNodeException.class);
        }
    }

    @Nested
    class Acls {

        private static final String BOB = "bob:builder";

        @Test
        void thatAreGivenHereOpenTheNodeForKazoo() throws Exception {
            List<Acl> bobOnly =
                    List.of(new Acl(Acl.READ | Acl.ADMIN, "digest", DigestAuthenticationProvider.generateDigest(BOB)));
            client.create(CreateRequest.of(root + "/node").acl(bobOnly).build());
            assertThatThrownBy(() -> kazoo.get(root + "/node"))
                    .isInstanceOf(KazooException.class)
                    .hasMessage("NoAuthError");
            kazoo.auth("digest", BOB);
            assertThat(kazoo.acl(root + "/node")).isEqualTo(bobOnly);
            assertThat(kazoo.get(root + "/node").data()).isNull();
        }

        @Test
        void thatKazooGivesAreKeptHere() {
            kazoo.createFor(root + "/node", null, "bob", "builder");
            assertThatThrownBy(() -> client.get(root + "/node")).isInstanceOf(NoAuthException.class);
            assertThatThrownBy(() -> client.set(root + "/node", null)).isInstanceOf(NoAuthException.class);
        }

        @Test
        void thatKazooGivesOpenTheNodeForTheirOwnerHere() {
            kazoo.createFor(root + "/node", "text".getBytes(UTF_8), "bob", "builder");
            ZkClient bob = zk.client(settings -> settings.auth("digest", BOB));
            assertThat(bob.get(root + "/node").data()).asString().isEqualTo("text");
            assertThat(bob.getAcl(root + "/node").acl()).containsExactly(Acl.digest("bob", "builder", Acl.ALL));
            ZkClient wrecker = zk.client(settings -> settings.auth("digest", "bob:wrecker"));
            assertThatThrownBy(() -> wrecker.get(root + "/node")).isInstanceOf(NoAuthException.class);
            wrecker.addAuth("digest", BOB);
            assertThat(wrecker.set(root + "/node", null).version()).isEqualTo(1);
        }

        @Test
        void forTheCreatorOpenTheNodeForKazooAsTheSameUser() {
            client.addAuth("digest", BOB);
            client.create(CreateRequest.of(root + "/node").acl(Acl.CREATOR_ALL).build());
            kazoo.auth("digest", "bob:wrecker");
            assertThatThrownBy(() -> kazoo.set(root + "/node", null, -1))
                    .isInstanceOf(KazooException.class)
                    .hasMessage("NoAuthError");
            kazoo.auth("digest", BOB);
            assertThat(kazoo.set(root + "/node", null, -1)).isEqualTo(client.exists(root + "/node"));
            assertThat(kazoo.acl(root + "/node"))
                    .isEqualTo(client.getAcl(root + "/node").acl());
        }

        @Test
        void thatAreChangedHereCloseTheNodeToKazoo() {
            kazoo.create(root + "/node", null);
            client.setAcl(root + "/node", List.of(Acl.digest("bob", "builder", Acl.READ)));
            assertThatThrownBy(() -> kazoo.get(root + "/node"))
                    .isInstanceOf(KazooException.class)
                    .hasMessage("NoAuthError");
            kazoo.auth("digest", BOB);
            assertThat(kazoo.get(root + "/node").data()).isNull();
            assertThatThrownBy(() -> kazoo.set(root + "/node", null, -1)).hasMessage("NoAuthError");
        }
    }

    @Nested
    class Watches {

        @Test
        void seeWhatKazooDoes() {
            client.create(root + "/node", null);
            EventRecorder data = new EventRecorder();
            EventRecorder children = new EventRecorder();
            EventRecorder creation = new EventRecorder();
            client.get(root + "/node", data);
            client.getChildren(root + "/node", children);
            client.exists(root + "/node/child", creation);
            kazoo.set(root + "/node", null, -1);
            kazoo.create(root + "/node/child", null);
            data.awaitTypes(WatchEvent.Type.NODE_DATA_CHANGED);
            children.awaitTypes(WatchEvent.Type.NODE_CHILDREN_CHANGED);
            creation.awaitTypes(WatchEvent.Type.NODE_CREATED);
        }

        @Test
        void ofKazooSeeWhatIsDoneHere() {
            String node = root + "/node";
            kazoo.watch(node);
            client.create(node, null);
            await().until(() -> kazoo.events().seen(), List.of("CREATED " + node)::equals);
            kazoo.events().clear();
            kazoo.watch(node);
            client.set(node, null);
            await().until(() -> kazoo.events().seen(), List.of("CHANGED " + node)::equals);
            kazoo.events().clear();
            kazoo.watchChildren(node);
            client.create(node + "/child", null);
            await().until(() -> kazoo.events().seen(), List.of("CHILD " + node)::equals);
        }

        @Test
        void ofStateFollowKazoo() {
            WatchRecorder names = new WatchRecorder();
            ChildrenWatch.on(client, root).start(names.children());
            names.awaitValues("");
            kazoo.create(root + "/a", null);
            names.awaitValues("", "a");
            kazoo.delete(root + "/a", -1);
            names.awaitValues("", "a", "");
        }
    }
}
