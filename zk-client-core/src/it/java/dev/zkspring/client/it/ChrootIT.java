package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.data.WatchEvent.Type;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoNodeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that see a part of the tree as the whole. */
class ChrootIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client(settings -> settings.chroot(root));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Nested
    class Paths {

        @Test
        void standBelowTheChrootOnTheServerOnly() {
            assertThat(client.create("/a", bytes("1"))).isEqualTo("/a");
            assertThat(client.create("/s-", null, CreateMode.PERSISTENT_SEQUENTIAL))
                    .isEqualTo("/s-0000000001");
            assertThat(client.create(CreateRequest.of("/b/c").createParents().build())
                            .path())
                    .isEqualTo("/b/c");
            assertThat(zk.peer().children(root)).containsExactly("a", "b", "s-0000000001");
            assertThat(client.chroot()).isEqualTo(root);
        }

        @Test
        void reachEveryOperation() {
            client.create("/a", bytes("1"));
            client.set("/a", bytes("2"));
            client.sync("/a");
            assertThat(client.get("/a").text()).isEqualTo("2");
            assertThat(client.exists("/a")).isNotNull();
            assertThat(client.getChildren("/")).containsExactly("a");
            client.delete("/a");
            assertThat(zk.peer().children(root)).isEmpty();
        }

        @Test
        void ofErrorsAreTheCallersOwn() {
            NoNodeException error = catchThrowableOfType(NoNodeException.class, () -> client.get("/missing"));
            assertThat(error.path()).isEqualTo("/missing");
            assertThat(error.getMessage()).doesNotContain(root);
        }

        @Test
        void ofEventsAreTheCallersOwn() {
            EventRecorder onNode = new EventRecorder();
            EventRecorder onRoot = new EventRecorder();
            client.exists("/a", onNode);
            client.getChildren("/", onRoot);
            zk.peer().create(root + "/a", "1");
            onNode.awaitTypes(Type.NODE_CREATED);
            onRoot.awaitTypes(Type.NODE_CHILDREN_CHANGED);
            assertThat(onNode.seen()).extracting(WatchEvent::path).containsExactly("/a");
            assertThat(onRoot.seen()).extracting(WatchEvent::path).containsExactly("/");
        }

        @Test
        void ofTheRootAreTheChrootItself() {
            client.set("/", bytes("top"));
            assertThat(zk.peer().text(root)).isEqualTo("top");
        }

        @Test
        void doNotReachNeighboursWithALongerName() {
            zk.peer().create(root + "x", "neighbour");
            client.create("/a", null);
            assertThat(zk.peer().children(root + "x")).isEmpty();
        }

        @Test
        void areDeletedWithAllBelow() {
            client.ensurePath("/a/b/c");
            client.deleteRecursive("/a");
            assertThat(zk.peer().children(root)).isEmpty();
        }

        @Test
        void watchedAreArmedAgainOnTheNextLink() {
            zk.peer().create(root + "/w", "1");
            ZkClient proxied = zk.proxiedClient(settings -> settings.chroot(root));
            StateRecorder states = new StateRecorder();
            proxied.addListener(states);
            EventRecorder events = new EventRecorder();
            proxied.get("/w", events);
            zk.proxy().cut();
            states.awaitStates(
                    dev.zkspring.client.data.ConnectionState.SUSPENDED,
                    dev.zkspring.client.data.ConnectionState.CONNECTED);
            zk.peer().set(root + "/w", "2");
            events.awaitTypes(Type.NODE_DATA_CHANGED);
            assertThat(events.last().path()).isEqualTo("/w");
        }
    }

    @Nested
    class Hosts {

        @Test
        void mayEndWithTheChroot() {
            ZkClient other = zk.unstarted(zk.server().address() + root, settings -> settings);
            other.start();
            other.create("/a", null);
            assertThat(zk.peer().children(root)).containsExactly("a");
        }
    }

    @Nested
    class MissingChroot {

        private ZkClient lost;

        @BeforeEach
        void connectWithoutNode() {
            lost = zk.client(settings -> settings.chroot(root + "/not/there"));
        }

        @Test
        void doesNotKeepTheClientFromConnecting() {
            assertThat(lost.isConnected()).isTrue();
            assertThat(lost.exists("/")).isNull();
            assertThatThrownBy(() -> lost.create("/a", null)).isInstanceOf(NoNodeException.class);
        }

        @Test
        void isMadeByEnsurePath() {
            assertThat(lost.ensurePath("/")).isTrue();
            assertThat(lost.ensurePath("/")).isFalse();
            lost.create("/a", null);
            assertThat(zk.peer().children(root + "/not/there")).containsExactly("a");
        }

        @Test
        void isMadeWithThePathBelowIt() {
            lost.ensurePath("/a/b");
            assertThat(zk.peer().exists(root + "/not/there/a/b")).isNotNull();
        }

        @Test
        void isMadeAsAParentOnRequest() {
            lost.create(CreateRequest.of("/a").createParents().build());
            assertThat(zk.peer().children(root + "/not/there")).containsExactly("a");
        }
    }

    @Nested
    class ForbiddenChroot {

        /** Servers since 3.9.2 do not even tell whether there is such a node. */
        @Test
        void letsTheClientConnectAllTheSame() {
            ZkClient owner = zk.client(settings -> settings.auth("digest", "owner:secret"));
            owner.create(CreateRequest.of(root + "/locked").acl(Acl.CREATOR_ALL).build());

            ZkClient other = zk.client(settings -> settings.chroot(root + "/locked"));

            assertThat(other.isConnected()).isTrue();
            assertThatThrownBy(() -> other.exists("/")).isInstanceOf(NoAuthException.class);
        }
    }
}
