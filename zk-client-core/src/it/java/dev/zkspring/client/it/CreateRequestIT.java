package dev.zkspring.client.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.data.TransactionResult;
import dev.zkspring.client.error.UnimplementedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that the servers delete by themselves, on a server that looks after them often. */
class CreateRequestIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension(ZkServer.builder("extended")
            .jvmOption("-Dzookeeper.extendedTypesEnabled=true")
            .jvmOption("-Dznode.container.checkIntervalMs=100"));

    private String root;

    private ZkClient client;

    @BeforeEach
    void connect() {
        root = zk.root();
        client = zk.client();
    }

    @Nested
    class Containers {

        @Test
        void areDeletedAfterTheirLastChild() {
            CreateResult created = client.create(
                    CreateRequest.of(root + "/c").mode(CreateMode.CONTAINER).build());
            assertThat(created.path()).isEqualTo(root + "/c");
            assertThat(created.stat()).isEqualTo(client.exists(root + "/c"));
            client.create(root + "/c/child", null);
            client.delete(root + "/c/child");
            await().until(() -> client.exists(root + "/c") == null);
        }

        @Test
        void areMadeByTheShortFormToo() {
            assertThat(client.create(root + "/c", "x".getBytes(UTF_8), CreateMode.CONTAINER))
                    .isEqualTo(root + "/c");
            assertThat(client.get(root + "/c").text()).isEqualTo("x");
            client.create(root + "/c/child", null);
            client.delete(root + "/c/child");
            await().until(() -> client.exists(root + "/c") == null);
        }

        @Test
        void areParentsOnRequest() {
            client.create(CreateRequest.of(root + "/c/d/n")
                    .createParentsAsContainers()
                    .build());
            client.create(root + "/c/d/n/child", null);
            client.delete(root + "/c/d/n/child");
            client.delete(root + "/c/d/n");
            await().until(() -> client.exists(root + "/c") == null);
        }

        @Test
        void thatVanishAreMadeAgainForTheirNextChild() {
            for (int i = 0; i < 200; i++) {
                String path = client.create(CreateRequest.of(root + "/busy/n-")
                                .mode(CreateMode.EPHEMERAL_SEQUENTIAL)
                                .createParentsAsContainers()
                                .build())
                        .path();
                client.delete(path);
            }
            await().until(() -> client.exists(root + "/busy") == null);
        }
    }

    @Nested
    class TimesToLive {

        private CreateRequest request(String path, CreateMode mode, Duration ttl) {
            return CreateRequest.of(path).mode(mode).ttl(ttl).build();
        }

        @Test
        void endUnusedNodes() {
            CreateResult created =
                    client.create(request(root + "/t", CreateMode.PERSISTENT_WITH_TTL, Duration.ofMillis(1)));
            assertThat(created.path()).isEqualTo(root + "/t");
            await().until(() -> client.exists(root + "/t") == null);
        }

        @Test
        void mayBeAsLongAsTheServersCanCount() {
            Duration longest = Duration.ofMillis((1L << 40) - 1);
            CreateResult created =
                    client.create(request(root + "/t-", CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, longest));
            assertThat(created.path()).isEqualTo(root + "/t-0000000000");
            assertThat(created.stat()).isEqualTo(client.exists(created.path()));
        }

        @Test
        void canBePartOfATransaction() {
            List<TransactionResult> results = client.transaction()
                    .create(request(root + "/t", CreateMode.PERSISTENT_WITH_TTL, Duration.ofMillis(1)))
                    .create(request(root + "/s-", CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, Duration.ofDays(1)))
                    .commit();
            assertThat(results)
                    .extracting(TransactionResult::path)
                    .containsExactly(root + "/t", root + "/s-0000000001");
            assertThat(client.exists(root + "/s-0000000001")).isNotNull();
            await().until(() -> client.exists(root + "/t") == null);
        }

        @Test
        void needASwitchOnTheServer() {
            try (ZkServer plain = ZkServer.builder("plain").build().start()) {
                ZkClient other = zk.unstarted(plain.address(), settings -> settings);
                other.start();
                assertThatThrownBy(
                                () -> other.create(request("/t", CreateMode.PERSISTENT_WITH_TTL, Duration.ofDays(1))))
                        .isInstanceOf(UnimplementedException.class)
                        .hasMessageContaining("zookeeper.extendedTypesEnabled=true");
                assertThat(other.exists("/")).as("the link lives on").isNotNull();
            }
        }
    }
}
