package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** Contexts that follow each other as the processes of an application do, on a server that outlives them. */
class SessionStoreIT {

    private static final String NODE = "/member";

    private final List<ZkConnectionEvent> heard = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private EmbeddedZkServer server;

    private ZkClient observer;

    private ApplicationContextRunner storing;

    private ApplicationContextRunner keeping;

    final class Listener {

        @EventListener
        void hear(ZkConnectionEvent event) {
            heard.add(event);
        }
    }

    static class Broken {

        Broken(ZkClient client) {
            client.exists(NODE);
            throw new IllegalStateException("bean of the test");
        }
    }

    @BeforeEach
    void startServer() {
        server = new EmbeddedZkServer(new EmbeddedZkProperties(true, 0, "127.0.0.1", directory.resolve("data")));
        server.start();
        observer = ZkClient.builder().hosts(server.address().toString()).build();
        observer.start();
        storing = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZkAutoConfiguration.class))
                .withBean(Listener.class, Listener::new)
                .withPropertyValues("zk.hosts=" + server.address(), "zk.session.store=" + store());
        keeping = storing.withPropertyValues("zk.session.keep-on-shutdown=true");
    }

    @AfterEach
    void stopServer() {
        observer.close();
        server.stop();
    }

    private Path store() {
        return directory.resolve("session");
    }

    private void awaitEvents(Class<?>... types) {
        await().untilAsserted(() -> assertThat(heard).map(Object::getClass).isEqualTo(List.of(types)));
    }

    /** Runs a context that makes an ephemeral node. */
    private SessionId runOnce(ApplicationContextRunner runner) {
        AtomicReference<SessionId> session = new AtomicReference<>();
        runner.run(context -> {
            ZkClient client = context.getBean(ZkClient.class);
            client.create(NODE, null, CreateMode.EPHEMERAL);
            session.set(client.sessionId());
        });
        return session.get();
    }

    @Nested
    class KeptOnShutdown {

        @Test
        void goesOnWithItsEphemeralNodesInTheNextContext() {
            SessionId first = runOnce(keeping);
            assertThat(observer.exists(NODE)).isNotNull();

            keeping.run(context -> {
                ZkClient client = context.getBean(ZkClient.class);
                assertThat(client.sessionId()).isEqualTo(first);
                assertThat(client.getEphemerals(NODE)).containsExactly(NODE);
            });
            assertThat(observer.exists(NODE)).isNotNull();
        }

        @Test
        void isToldByOneEventEachTime() {
            runOnce(keeping);
            awaitEvents(ZkConnectedEvent.class, ZkLostEvent.class);
            assertThat(((ZkConnectedEvent) heard.get(0)).firstConnection()).isTrue();
            assertThat(((ZkLostEvent) heard.get(1)).detached()).isTrue();
            heard.clear();

            keeping.run(context -> awaitEvents(ZkReconnectedEvent.class));

            awaitEvents(ZkReconnectedEvent.class, ZkLostEvent.class);
            assertThat(((ZkReconnectedEvent) heard.get(0)).firstConnection()).isTrue();
        }

        @Test
        void endsWithAContextThatDoesNotKeepIt() {
            SessionId first = runOnce(keeping);

            storing.run(context ->
                    assertThat(context.getBean(ZkClient.class).sessionId()).isEqualTo(first));

            assertThat(observer.exists(NODE)).isNull();
            assertThat(store()).doesNotExist();
        }

        @Test
        void endsWithAContextThatResumesItAndFailsToStart() {
            runOnce(keeping);

            keeping.withUserConfiguration(Broken.class)
                    .run(context -> assertThat(context).hasFailed());

            assertThat(observer.exists(NODE)).isNull();
            keeping.run(context -> assertThat(context).hasNotFailed());
        }

        @Test
        void isReplacedByANewOneWhenTheServersKnowItNoMore() {
            SessionId first = runOnce(keeping);
            try (ZkClient thief = ZkClient.builder()
                    .hosts(server.address().toString())
                    .sessionId(first)
                    .build()) {
                thief.start();
            }
            heard.clear();

            keeping.run(context -> {
                assertThat(context.getBean(ZkClient.class).sessionId())
                        .isNotNull()
                        .isNotEqualTo(first);
                awaitEvents(ZkConnectedEvent.class);
                assertThat(((ZkConnectedEvent) heard.get(0)).firstConnection()).isTrue();
            });
        }
    }

    @Nested
    class ClosedOnShutdown {

        @Test
        void leavesNeitherNodeNorSecret() {
            runOnce(storing);

            assertThat(observer.exists(NODE)).isNull();
            assertThat(store()).doesNotExist();
        }

        @Test
        void isSavedWhileItIsOpenForTheCaseOfACrash() {
            storing.run(context -> await().until(() -> store().toFile().exists()));
        }
    }
}
