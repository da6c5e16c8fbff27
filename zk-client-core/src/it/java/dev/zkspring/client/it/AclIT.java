package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.BadVersionException;
import dev.zkspring.client.error.InvalidAclException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoNodeException;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access control lists: set, read, taken by default, and obeyed by the server. */
class AclIT {

    private static final List<Acl> BOB =
            List.of(Acl.digest("bob", "secret", Acl.ALL), new Acl(Acl.READ | Acl.ADMIN, "world", "anyone"));

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    @Nested
    class Lists {

        @Test
        void ofANewNodeAreOpen() {
            NodeAcl acl = client.getAcl(root);
            assertThat(acl.acl()).isEqualTo(Acl.OPEN);
            assertThat(acl.stat()).isEqualTo(client.exists(root));
        }

        @Test
        void areSetAndCountTheirVersions() throws Exception {
            Stat first = client.setAcl(root, BOB);
            Stat second = client.setAcl(root, BOB, first.aversion());
            assertThat(second.aversion()).isEqualTo(first.aversion() + 1);
            assertThat(client.getAcl(root).acl()).containsExactlyInAnyOrderElementsOf(BOB);
            assertThat(zk.peer().zooKeeper().getACL(root, null))
                    .extracting(entry -> entry.getId().getScheme(), entry -> entry.getPerms())
                    .contains(tuple("digest", Acl.ALL));
            assertThatThrownBy(() -> client.setAcl(root, BOB, 0)).isInstanceOf(BadVersionException.class);
        }

        @Test
        void letTheDigestUserInWhoKnowsThePassword() throws Exception {
            client.setAcl(root, List.of(Acl.digest("bob", "secret", Acl.ALL)));
            assertThatThrownBy(() -> client.get(root)).isInstanceOf(NoAuthException.class);
            assertThatThrownBy(() -> client.getAcl(root)).isInstanceOf(NoAuthException.class);
            assertThatThrownBy(() -> zk.peer().zooKeeper().getData(root, false, null))
                    .isInstanceOf(KeeperException.NoAuthException.class);
            zk.peer().zooKeeper().addAuthInfo("digest", "bob:secret".getBytes(UTF_8));
            assertThat(zk.peer().exists(root)).isNotNull();
            assertThat(zk.peer().get(root)).isNull();
        }

        @Test
        void letAnAddressIn() {
            client.setAcl(root, List.of(Acl.ip("127.0.0.1", Acl.READ)));
            assertThat(client.get(root).data()).isNull();
            assertThatThrownBy(() -> client.set(root, null)).isInstanceOf(NoAuthException.class);
        }

        @Test
        void thatLetNobodyInAreRefused() {
            assertThatThrownBy(() -> client.setAcl(root, List.of())).isInstanceOf(InvalidAclException.class);
            assertThatThrownBy(() -> client.setAcl(root, Acl.CREATOR_ALL)).isInstanceOf(InvalidAclException.class);
        }

        @Test
        void ofMissingNodesAreMissing() {
            assertThatThrownBy(() -> client.getAcl(root + "/x")).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.setAcl(root + "/x", Acl.OPEN)).isInstanceOf(NoNodeException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> client.getAcl("x"));
            assertThatIllegalArgumentException().isThrownBy(() -> client.setAcl("x", Acl.OPEN));
        }

        @Test
        void areAnsweredByFuturesToo() {
            client.async().setAcl(root, Acl.READ_ONLY).join();
            assertThat(client.async().getAcl(root).join().acl()).isEqualTo(Acl.READ_ONLY);
        }
    }

    @Nested
    class Default {

        private final List<Acl> limited = List.of(new Acl(Acl.ALL & ~Acl.WRITE, "world", "anyone"));

        private ZkClient limiting;

        @BeforeEach
        void connectWithDefault() {
            limiting = zk.client(settings -> settings.defaultAcl(limited));
        }

        @Test
        void isForEveryNodeWithoutAListOfItsOwn() {
            limiting.create(root + "/plain", null);
            limiting.create(CreateRequest.of(root + "/request").build());
            limiting.create(CreateRequest.of(root + "/p/child").createParents().build());
            limiting.ensurePath(root + "/e/f");
            limiting.transaction().create(root + "/t", null).commit();
            for (String name : List.of("/plain", "/request", "/p", "/p/child", "/e", "/e/f", "/t")) {
                assertThat(client.getAcl(root + name).acl()).as(name).isEqualTo(limited);
            }
        }

        @Test
        void givesWayToAnExplicitList() {
            limiting.create(CreateRequest.of(root + "/open").acl(Acl.OPEN).build());
            limiting.ensurePath(root + "/path", Acl.OPEN);
            limiting.transaction()
                    .create(CreateRequest.of(root + "/t").acl(Acl.READ_ONLY).build())
                    .commit();
            assertThat(client.getAcl(root + "/open").acl()).isEqualTo(Acl.OPEN);
            assertThat(client.getAcl(root + "/path").acl()).isEqualTo(Acl.OPEN);
            assertThat(client.getAcl(root + "/t").acl()).isEqualTo(Acl.READ_ONLY);
        }

        @Test
        void mustNotBeEmpty() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ZkClient.builder().defaultAcl(List.of()))
                    .withMessageContaining("at least one entry");
        }
    }
}
