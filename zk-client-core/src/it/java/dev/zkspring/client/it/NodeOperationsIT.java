package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.BadArgumentsException;
import dev.zkspring.client.error.BadVersionException;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.InvalidAclException;
import dev.zkspring.client.error.NoAuthException;
import dev.zkspring.client.error.NoChildrenForEphemeralsException;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.client.error.NodeExistsException;
import dev.zkspring.client.error.NotEmptyException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.QuotaExceededException;
import dev.zkspring.client.error.ZkException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The single operations, one by one, against what Apache's client sees. */
class NodeOperationsIT {

    @RegisterExtension
    static final ZkServerExtension zk =
            new ZkServerExtension(ZkServer.builder("nodes").jvmOption("-Dzookeeper.enforceQuota=true"));

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Nested
    class Create {

        @Test
        void makesAPersistentNodeThatOutlivesItsSession() {
            assertThat(client.create(root + "/a", bytes("value"))).isEqualTo(root + "/a");
            client.stop();
            assertThat(zk.peer().text(root + "/a")).isEqualTo("value");
        }

        @Test
        void keepsNullDataAndEmptyDataApart() {
            client.create(root + "/null", null);
            client.create(root + "/empty", new byte[0]);
            assertThat(zk.peer().get(root + "/null")).isNull();
            assertThat(zk.peer().get(root + "/empty")).isEmpty();
            assertThat(client.get(root + "/null").data()).isNull();
            assertThat(client.get(root + "/null").text()).isNull();
            assertThat(client.get(root + "/empty").data()).isEmpty();
        }

        @Test
        void makesAnEphemeralNodeOwnedByTheSession() {
            client.create(root + "/e", bytes("here"), CreateMode.EPHEMERAL);
            SessionId session = Objects.requireNonNull(client.sessionId());
            assertThat(Objects.requireNonNull(zk.peer().exists(root + "/e")).getEphemeralOwner())
                    .isEqualTo(session.id());
        }

        @Test
        void numbersSequentialNodes() {
            String first = client.create(root + "/s-", null, CreateMode.PERSISTENT_SEQUENTIAL);
            String second = client.create(root + "/s-", null, CreateMode.EPHEMERAL_SEQUENTIAL);
            assertThat(first).isEqualTo(root + "/s-0000000000");
            assertThat(second).isEqualTo(root + "/s-0000000001");
            assertThat(zk.peer().children(root)).containsExactly("s-0000000000", "s-0000000001");
        }

        @Test
        void makesTheNumberTheWholeNameAfterATrailingSlash() {
            String path = client.create(root + "/", null, CreateMode.PERSISTENT_SEQUENTIAL);
            assertThat(path).isEqualTo(root + "/0000000000");
            assertThat(zk.peer().children(root)).containsExactly("0000000000");
        }

        @Test
        void answersARequestWithPathAndStat() {
            CreateResult result = client.create(CreateRequest.of(root + "/r")
                    .data(bytes("12345"))
                    .mode(CreateMode.PERSISTENT_SEQUENTIAL)
                    .build());
            assertThat(result.path()).isEqualTo(root + "/r0000000000");
            assertThat(result.stat()).isEqualTo(client.exists(result.path()));
            assertThat(result.stat().dataLength()).isEqualTo(5);
        }

        @Test
        void makesMissingParentsOnRequest() {
            client.create(CreateRequest.of(root + "/a/b/c")
                    .data(bytes("deep"))
                    .createParents()
                    .build());
            assertThat(zk.peer().text(root + "/a/b/c")).isEqualTo("deep");
            assertThat(Objects.requireNonNull(zk.peer().exists(root + "/a/b")).getEphemeralOwner())
                    .isZero();
        }

        @Test
        void makesMissingParentsOfAnEphemeralSequentialNodePersistent() {
            String path = client.create(CreateRequest.of(root + "/members/m-")
                            .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                            .createParents()
                            .build())
                    .path();
            assertThat(path).isEqualTo(root + "/members/m-0000000000");
            client.stop();
            assertThat(zk.peer().children(root)).containsExactly("members");
        }

        @Test
        void givesNodeAndParentsTheRequestedAcl() throws Exception {
            Acl acl = new Acl(Acl.READ | Acl.CREATE | Acl.DELETE, "world", "anyone");
            client.create(CreateRequest.of(root + "/p/n")
                    .acl(List.of(acl))
                    .createParents()
                    .build());
            for (String path : List.of(root + "/p", root + "/p/n")) {
                assertThat(zk.peer().zooKeeper().getACL(path, null))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.getPerms()).isEqualTo(acl.permissions()));
            }
        }

        @Test
        void makesAPathOfManyNodesAndSaysWhetherItWasMissing() {
            assertThat(client.ensurePath(root + "/x/y/z")).isTrue();
            assertThat(client.ensurePath(root + "/x/y/z")).isFalse();
            assertThat(client.ensurePath("/")).isFalse();
            assertThat(zk.peer().exists(root + "/x/y/z")).isNotNull();
        }

        @Test
        void acceptsNamesInManyScripts() {
            client.create(root + "/Größe 東京", bytes("Ünïcödé"));
            assertThat(zk.peer().text(root + "/Größe 東京")).isEqualTo("Ünïcödé");
            assertThat(client.getChildren(root)).containsExactly("Größe 東京");
        }
    }

    @Nested
    class Read {

        @Test
        void getsDataAndStatThatAnotherClientWrote() {
            zk.peer().create(root + "/a", "one");
            org.apache.zookeeper.data.Stat expected = zk.peer().set(root + "/a", "two");
            NodeData node = client.get(root + "/a");
            assertThat(node.text()).isEqualTo("two");
            assertThat(node.stat()).isEqualTo(converted(expected));
        }

        @Test
        void tellsWhetherANodeExists() {
            zk.peer().create(root + "/a", "one");
            assertThat(client.exists(root + "/a"))
                    .isEqualTo(converted(Objects.requireNonNull(zk.peer().exists(root + "/a"))));
            assertThat(client.exists(root + "/missing")).isNull();
        }

        @Test
        void listsChildren() {
            assertThat(client.getChildren(root)).isEmpty();
            zk.peer().create(root + "/b", "1");
            zk.peer().create(root + "/a", "2");
            assertThat(client.getChildren(root)).containsExactlyInAnyOrder("a", "b");
            assertThat(client.getChildren("/")).contains("zookeeper");
        }

        @Test
        void readsWhatWasWrittenBeforeASync() {
            client.sync(root);
            client.sync(root + "/missing");
            assertThat(client.getChildren(root)).isEmpty();
        }

        @Test
        void remembersTheNewestTransaction() {
            Stat stat = client.set(root, bytes("x"));
            assertThat(client.lastZxid()).isGreaterThanOrEqualTo(stat.mzxid());
        }
    }

    @Nested
    class Change {

        @Test
        void setsDataAndCountsTheVersion() {
            assertThat(client.set(root, bytes("1")).version()).isEqualTo(1);
            assertThat(client.set(root, bytes("2"), 1).version()).isEqualTo(2);
            assertThat(zk.peer().text(root)).isEqualTo("2");
            client.set(root, null);
            assertThat(zk.peer().get(root)).isNull();
        }

        @Test
        void deletesWhateverTheVersionOrACertainOne() {
            client.create(root + "/a", null);
            client.create(root + "/b", null);
            client.delete(root + "/a");
            client.delete(root + "/b", 0);
            assertThat(zk.peer().children(root)).isEmpty();
        }
    }

    @Nested
    class Errors {

        @Test
        void ofMissingNodes() {
            String missing = root + "/missing";
            assertThatThrownBy(() -> client.get(missing)).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.getChildren(missing)).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.set(missing, null)).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.delete(missing)).isInstanceOf(NoNodeException.class);
            assertThatThrownBy(() -> client.create(missing + "/child", null)).isInstanceOf(NoNodeException.class);
        }

        @Test
        void ofPresentNodes() {
            client.create(root + "/a", null);
            assertThatThrownBy(() -> client.create(root + "/a", null)).isInstanceOf(NodeExistsException.class);
            assertThatThrownBy(() -> client.create("/", null)).isInstanceOf(NodeExistsException.class);
            assertThatThrownBy(() -> client.delete(root)).isInstanceOf(NotEmptyException.class);
        }

        @Test
        void ofVersions() {
            assertThatThrownBy(() -> client.set(root, null, 7)).isInstanceOf(BadVersionException.class);
            assertThatThrownBy(() -> client.delete(root, 7)).isInstanceOf(BadVersionException.class);
        }

        @Test
        void ofChildrenOfEphemeralNodes() {
            client.create(root + "/e", null, CreateMode.EPHEMERAL);
            assertThatThrownBy(() -> client.create(root + "/e/child", null))
                    .isInstanceOf(NoChildrenForEphemeralsException.class);
        }

        @Test
        void ofAcls() {
            assertThatThrownBy(() -> client.create(
                            CreateRequest.of(root + "/a").acl(List.of()).build()))
                    .isInstanceOf(InvalidAclException.class);
            List<Acl> readOnly = List.of(new Acl(Acl.READ, "world", "anyone"));
            client.create(CreateRequest.of(root + "/ro").acl(readOnly).build());
            assertThatThrownBy(() -> client.set(root + "/ro", null)).isInstanceOf(NoAuthException.class);
            assertThatThrownBy(() -> client.create(root + "/ro/child", null)).isInstanceOf(NoAuthException.class);
        }

        @Test
        void ofQuotas() {
            String quota = "/zookeeper/quota" + root;
            zk.peer().create(quota, (byte[]) null);
            zk.peer().create(quota + "/zookeeper_limits", "count=2,bytes=-1;byteHardLimit=-1;countHardLimit=2");
            zk.peer().create(quota + "/zookeeper_stats", "count=1,bytes=0");
            client.create(root + "/first", null);
            assertThatThrownBy(() -> client.create(root + "/second", null)).isInstanceOf(QuotaExceededException.class);
        }

        @Test
        void ofTheServersOwnRules() {
            assertThatThrownBy(() -> client.delete("/")).isInstanceOf(BadArgumentsException.class);
        }

        @Test
        void tellEverythingAndShowTheCallersStack() {
            ZkException error = catchThrowableOfType(NoNodeException.class, () -> client.get(root + "/missing"));
            assertThat(error.code()).isEqualTo(ErrorCode.NO_NODE);
            assertThat(error.number()).isEqualTo(-101);
            assertThat(error.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(error.operation()).isEqualTo("getData");
            assertThat(error.path()).isEqualTo(root + "/missing");
            assertThat(error.getMessage()).contains("getData", root + "/missing", "no node");
            assertThat(error.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(NodeOperationsIT.class.getName()));
            assertThat(error.getCause()).isInstanceOf(NoNodeException.class);
        }

        @Test
        void completeFuturesWithTheSameClasses() {
            assertThatThrownBy(() -> client.async().get(root + "/missing").get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NoNodeException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "relative", "/a/", "/a//b", "/a/./b", "/a/../b", "/a\u0000b"})
        void ofInvalidPathsAreFoundBeforeTheServerSeesThem(String path) {
            assertThatThrownBy(() -> client.exists(path)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.create(path, null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.set(path, null)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.exists(root)).as("the link lives on").isNotNull();
        }
    }

    private static Stat converted(org.apache.zookeeper.data.Stat stat) {
        return new Stat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getCtime(),
                stat.getMtime(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren(),
                stat.getPzxid());
    }
}
