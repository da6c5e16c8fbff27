package dev.zkspring.boot.testcontainers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ConnectionState;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Applications on real containers. The property names a server that is not there, so the connection is the container's. */
@Testcontainers(disabledWithoutDocker = true)
@EnabledIf(
        value = "dev.zkspring.boot.testcontainers.ZooKeeperImage#isHere",
        disabledReason = "no image zookeeper:3.9.5 here; docker pull or .ci/zookeeper-image gets it")
class ServiceConnectionIT {

    private static final String NO_SERVER = "zk.hosts=127.0.0.1:1";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    private static void isUsable(ZkClient client, int port) {
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(client.hosts())
                .singleElement()
                .satisfies(host -> assertThat(host.port()).isEqualTo(port));
        client.create("/bird", "robin".getBytes(UTF_8));
        assertThat(client.get("/bird").data()).asString(UTF_8).isEqualTo("robin");
    }

    @Nested
    @SpringBootTest(classes = Application.class, properties = NO_SERVER)
    class AGenericContainer {

        @Container
        @ServiceConnection
        static final GenericContainer<?> ZOOKEEPER = new GenericContainer<>(ZooKeeperImage.NAME)
                .withExposedPorts(ZooKeeperContainer.CLIENT_PORT)
                .waitingFor(ZooKeeperContainer.serving());

        @Test
        void isWhatTheClientConnectsTo(@Autowired ZkClient client) {
            isUsable(client, ZOOKEEPER.getMappedPort(ZooKeeperContainer.CLIENT_PORT));
        }
    }

    @Nested
    @SpringBootTest(classes = Application.class, properties = NO_SERVER)
    class AZooKeeperContainer {

        @Container
        @ServiceConnection
        static final ZooKeeperContainer ZOOKEEPER = new ZooKeeperContainer(ZooKeeperImage.NAME)
                .withTickTime(Duration.ofMillis(500))
                .withConfiguration("maxSessionTimeout", "3000");

        @Autowired
        private ZkClient client;

        @Test
        void isWhatTheClientConnectsTo() {
            isUsable(client, ZOOKEEPER.getMappedPort(ZooKeeperContainer.CLIENT_PORT));
            assertThat(ZOOKEEPER.getConnectString())
                    .isEqualTo(client.hosts().get(0).toString());
        }

        @Test
        void runsWithItsSettings() {
            assertThat(client.negotiatedTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(client.command(FourLetterWord.RUOK)).isEqualTo("imok");
        }
    }

    @Nested
    @SpringBootTest(
            classes = {Application.class, ABean.Containers.class},
            properties = NO_SERVER)
    class ABean {

        @TestConfiguration(proxyBeanMethods = false)
        static class Containers {

            @Bean
            @ServiceConnection
            ZooKeeperContainer zooKeeper() {
                return new ZooKeeperContainer(ZooKeeperImage.NAME);
            }
        }

        @Test
        void isWhatTheClientConnectsTo(@Autowired ZkClient client, @Autowired ZooKeeperContainer container) {
            isUsable(client, container.getMappedPort(ZooKeeperContainer.CLIENT_PORT));
        }
    }
}
