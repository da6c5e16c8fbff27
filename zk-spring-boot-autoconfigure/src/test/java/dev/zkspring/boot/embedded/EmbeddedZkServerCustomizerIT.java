package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ServerAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class EmbeddedZkServerCustomizerIT {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ZkAutoConfiguration.class, EmbeddedZkServerAutoConfiguration.class))
            .withPropertyValues("zk.embedded.enabled=true");

    private ApplicationContextRunner with(EmbeddedZkServerCustomizer customizer) {
        return runner.withBean(EmbeddedZkServerCustomizer.class, () -> customizer);
    }

    @Test
    void setsTheTickTimeFromWhichSessionTimeoutsFollow() {
        with(settings -> settings.tickTime(Duration.ofMillis(100)))
                .withPropertyValues("zk.timeout=60s")
                .run(context -> assertThat(context.getBean(ZkClient.class).negotiatedTimeout())
                        .isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void setsTheLimitsOfSessionTimeouts() {
        with(settings -> settings.minSessionTimeout(Duration.ofMillis(300)))
                .withPropertyValues("zk.timeout=300ms")
                .run(context -> assertThat(context.getBean(ZkClient.class).negotiatedTimeout())
                        .isEqualTo(Duration.ofMillis(300)));
        with(settings -> settings.maxSessionTimeout(Duration.ofMinutes(2)))
                .withPropertyValues("zk.timeout=2m")
                .run(context -> assertThat(context.getBean(ZkClient.class).negotiatedTimeout())
                        .isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void setsTheNumberOfConnections() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EmbeddedZkServerAutoConfiguration.class))
                .withPropertyValues("zk.embedded.enabled=true")
                .withBean(EmbeddedZkServerCustomizer.class, () -> settings -> settings.maxConnectionsPerClient(1))
                .run(context -> {
                    ServerAddress server =
                            context.getBean(EmbeddedZkServer.class).address();
                    try (Socket only = new Socket(server.host(), server.port())) {
                        await().until(() -> isRefused(server));
                        assertThat(only.isConnected()).isTrue();
                    }
                });
    }

    private static boolean isRefused(ServerAddress server) throws IOException {
        try (Socket another = new Socket(server.host(), server.port())) {
            another.setSoTimeout(200);
            return another.getInputStream().read() < 0;
        } catch (SocketTimeoutException served) {
            return false;
        }
    }

    @Test
    void isAskedInOrderAndAgainAtEachStart() {
        AtomicInteger starts = new AtomicInteger();
        with(settings -> starts.incrementAndGet())
                .withUserConfiguration(TwoInOrder.class)
                .run(context -> {
                    assertThat(context.getBean(ZkClient.class).negotiatedTimeout())
                            .isEqualTo(Duration.ofSeconds(6));

                    context.getBean(EmbeddedZkServer.class).stop();
                    context.getBean(EmbeddedZkServer.class).start();

                    assertThat(starts).hasValue(2);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoInOrder {

        @Bean
        @Order(2)
        EmbeddedZkServerCustomizer last() {
            return settings -> settings.maxSessionTimeout(Duration.ofSeconds(6));
        }

        @Bean
        @Order(1)
        EmbeddedZkServerCustomizer first() {
            return settings -> settings.maxSessionTimeout(Duration.ofSeconds(5));
        }
    }

    @Test
    void stopsTheStartUpByAnException() {
        with(settings -> settings.tickTime(Duration.ZERO)).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("tick time");
        });
    }
}
