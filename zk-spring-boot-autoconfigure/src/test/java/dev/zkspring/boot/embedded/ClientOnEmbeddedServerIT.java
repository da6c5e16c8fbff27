package dev.zkspring.boot.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkClientBuilderCustomizer;
import dev.zkspring.boot.autoconfigure.ZkStartException;
import dev.zkspring.boot.autoconfigure.health.ZkHealthContributorAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.SessionId;
import dev.zkspring.client.error.ConnectFailedException;
import dev.zkspring.event.ZkConnectedEvent;
import dev.zkspring.event.ZkConnectionEvent;
import dev.zkspring.event.ZkLostEvent;
import dev.zkspring.event.ZkReconnectedEvent;
import dev.zkspring.event.ZkSuspendedEvent;
import dev.zkspring.health.ZkHealthIndicator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The whole Spring side with a real client on a real server. */
class ClientOnEmbeddedServerIT {

    private final List<ZkConnectionEvent> heard = new CopyOnWriteArrayList<>();

    final class Listener {

        @EventListener
        void hear(ZkConnectionEvent event) {
            heard.add(event);
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkHealthContributorAutoConfiguration.class,
                    EmbeddedZkServerAutoConfiguration.class))
            .withBean(Listener.class, Listener::new);

    private final ApplicationContextRunner embedded = runner.withPropertyValues("zk.embedded.enabled=true");

    private void awaitEvents(Class<?>... types) {
        await().untilAsserted(() -> assertThat(heard).map(Object::getClass).isEqualTo(List.of(types)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static EmbeddedZkServer server(int port, Path data) {
        EmbeddedZkServer server = new EmbeddedZkServer(new EmbeddedZkProperties(true, port, "127.0.0.1", data));
        server.start();
        return server;
    }

    @Nested
    class Life {

        @Test
        void isConnectedWhenTheContextHasStartedAndSaysSo() {
            embedded.run(context -> {
                ZkClient client = context.getBean(ZkClient.class);
                assertThat(context).hasBean("zkClient");
                assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
                assertThat(client.hosts())
                        .containsExactly(context.getBean(EmbeddedZkServer.class).address());
                awaitEvents(ZkConnectedEvent.class);
                assertThat(((ZkConnectedEvent) heard.get(0)).firstConnection()).isTrue();
            });
        }

        @Test
        void canBeUsedWhileOtherBeansAreMade() {
            embedded.withUserConfiguration(EarlyUser.class).run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(ZkClient.class).get("/early").data()).isEqualTo("bird".getBytes(UTF_8));
            });
        }

        @Test
        void closesItsSessionBeforeTheServerStopsAndSaysSo() {
            embedded.run(context -> {
                awaitEvents(ZkConnectedEvent.class);
                context.close();
                assertThat(heard).map(Object::getClass).isEqualTo(List.of(ZkConnectedEvent.class, ZkLostEvent.class));
                assertThat(((ZkLostEvent) heard.get(1)).reason()).isEqualTo(ZkLostEvent.Reason.CLOSED);
            });
        }

        @Test
        void opensANewSessionWhenTheContextIsStoppedAndStarted() {
            embedded.run(context -> {
                ZkClient client = context.getBean(ZkClient.class);
                client.create("/member", null, CreateMode.EPHEMERAL);
                SessionId first = client.sessionId();

                context.stop();
                assertThat(client.state()).isEqualTo(ConnectionState.LOST);
                context.start();

                assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
                assertThat(client.sessionId()).isNotEqualTo(first);
                assertThat(client.exists("/member")).isNull();
                awaitEvents(ZkConnectedEvent.class, ZkLostEvent.class, ZkConnectedEvent.class);
            });
        }

        @Test
        void keepsItsSessionWhileTheContextIsPaused() {
            embedded.run(context -> {
                SessionId session = context.getBean(ZkClient.class).sessionId();

                context.getSourceApplicationContext().pause();

                assertThat(context.getBean(ZkClient.class).sessionId()).isEqualTo(session);
                assertThat(context.getBean(ZkClient.class).isConnected()).isTrue();
            });
        }

        @Test
        void appliesCustomizersInTheirOrder() {
            Supplier<ZkClientBuilderCustomizer> customizer = () -> builder -> builder.clientName("custom");
            embedded.withBean(ZkClientBuilderCustomizer.class, customizer)
                    .withPropertyValues("zk.client-name=property")
                    .run(context -> assertThat(context.getBean(ZkClient.class).clientName())
                            .isEqualTo("custom"));
        }

        @Test
        void livesBelowARandomChrootWithHostsSetToNothingAsTestsDo() {
            embedded.withInitializer(context -> RandomValuePropertySource.addToEnvironment(context.getEnvironment()))
                    .withPropertyValues("zk.hosts=", "zk.chroot=/${random.uuid}", "zk.create-chroot=true")
                    .run(context -> {
                        ZkClient client = context.getBean(ZkClient.class);
                        assertThat(client.exists("/")).isNotNull();
                        assertThat(client.chroot()).matches("/[0-9a-f-]{36}");
                    });
        }

        @Test
        void livesBelowTheChrootOfTheProperties() {
            embedded.withPropertyValues("zk.chroot=/app", "zk.create-chroot=true")
                    .run(context -> {
                        ZkClient client = context.getBean(ZkClient.class);
                        assertThat(client.chroot()).isEqualTo("/app");
                        assertThat(client.exists("/")).isNotNull();
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EarlyUser {

        @Bean
        InitializingBean early(ZkClient client) {
            return () -> client.create("/early", "bird".getBytes(UTF_8));
        }
    }

    @Nested
    class NoServer {

        @Test
        void failsTheContextAndNamesTheHostAndItsReason() throws IOException {
            String host = "127.0.0.1:" + freePort();
            runner.withPropertyValues("zk.hosts=" + host, "zk.start-timeout=1s")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .hasRootCauseInstanceOf(ConnectFailedException.class)
                            .cause()
                            .isInstanceOf(ZkStartException.class)
                            .message()
                            .contains(host)
                            .containsIgnoringCase("refused"));
        }

        @Test
        void startsAnywayAndConnectsWhenTheServerIsThere(@TempDir Path data) throws IOException {
            int port = freePort();
            runner.withPropertyValues(
                            "zk.hosts=127.0.0.1:" + port,
                            "zk.start-timeout=50ms",
                            "zk.fail-fast=false",
                            "zk.connection-retry.max-delay=200ms")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        ZkHealthIndicator health = context.getBean(ZkHealthIndicator.class);
                        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
                        EmbeddedZkServer server = server(port, data);
                        awaitEvents(ZkConnectedEvent.class);
                        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                        server.stop();
                    });
        }

        @Test
        void keepsTheSessionOverARestartOfTheServer(@TempDir Path data) throws IOException {
            EmbeddedZkServer server = server(0, data);
            int port = server.address().port();
            runner.withPropertyValues("zk.hosts=127.0.0.1:" + port, "zk.connection-retry.max-delay=200ms")
                    .run(context -> {
                        awaitEvents(ZkConnectedEvent.class);
                        SessionId session = context.getBean(ZkClient.class).sessionId();
                        server.stop();
                        awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class);
                        assertThat(context.getBean(ZkHealthIndicator.class)
                                        .health()
                                        .getStatus())
                                .isEqualTo(Status.DOWN);

                        EmbeddedZkServer again = server(port, data);

                        awaitEvents(ZkConnectedEvent.class, ZkSuspendedEvent.class, ZkReconnectedEvent.class);
                        assertThat(context.getBean(ZkClient.class).sessionId()).isEqualTo(session);
                        context.close();
                        again.stop();
                    });
        }
    }

    @Nested
    class HealthOfTheClient {

        @Test
        void showsTheSessionAndTheServersOwnWords() {
            embedded.run(context -> {
                ZkClient client = context.getBean(ZkClient.class);
                Health health = context.getBean(ZkHealthIndicator.class).health();

                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails())
                        .containsEntry("state", ConnectionState.CONNECTED)
                        .containsEntry("session", String.valueOf(client.sessionId()))
                        .containsEntry("negotiatedTimeout", "PT10S")
                        .containsEntry("server", client.hosts().get(0).toString());
                assertThat(((Map<?, ?>) health.getDetails().get("hosts"))
                                .get(client.hosts().get(0).toString()))
                        .asString()
                        .contains("ruok=imok", "mode=standalone", "version=3.9.5", "znodes=", "latency=");
            });
        }

        @Test
        void isOutOfServiceWhenStopped() {
            embedded.run(context -> {
                context.stop();
                assertThat(context.getBean(ZkHealthIndicator.class).health().getStatus())
                        .isEqualTo(Status.OUT_OF_SERVICE);
            });
        }

        @Test
        void hasAPartForASecondClientThatIsNoDefaultCandidate() {
            embedded.withUserConfiguration(SecondClient.class).run(context -> {
                assertThat(context.getBeanNamesForType(ZkClient.class)).containsExactlyInAnyOrder("zkClient", "second");
                assertThat(context.getBean("second", ZkClient.class).isConnected())
                        .isTrue();
                assertThat(context.getBean("zkHealthContributor", CompositeHealthContributor.class).stream()
                                .map(CompositeHealthContributor.Entry::name))
                        .containsExactlyInAnyOrder("zkClient", "second");
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondClient {

        @Bean(defaultCandidate = false)
        ZkClient second(EmbeddedZkServer server) {
            return ZkClient.builder()
                    .hosts(server.address().toString())
                    .clientName("second")
                    .build();
        }
    }
}
