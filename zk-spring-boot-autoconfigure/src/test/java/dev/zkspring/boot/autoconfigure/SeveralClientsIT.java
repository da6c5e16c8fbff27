package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.health.ZkHealthContributorAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.it.ZkServer;
import dev.zkspring.event.ZkConnectedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** An application on two ensembles, one client for each. */
class SeveralClientsIT {

    private static final ZkServer MAIN = ZkServer.builder("main").build();

    private static final ZkServer AUDIT = ZkServer.builder("audit").build();

    @BeforeAll
    static void startServers() {
        MAIN.start();
        AUDIT.start();
    }

    @AfterAll
    static void stopServers() {
        MAIN.close();
        AUDIT.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean(defaultCandidate = false)
        @Qualifier("audit")
        ZkClient auditClient(ZkClientBuilderConfigurer configurer, @Value("${audit.hosts}") String hosts) {
            return configurer
                    .configure(ZkClient.builder())
                    .hosts(hosts)
                    .clientName("auditClient")
                    .build();
        }

        @Bean
        Recorder recorder() {
            return new Recorder();
        }
    }

    static class Recorder {

        private final List<String> main = new CopyOnWriteArrayList<>();

        private final List<String> audit = new CopyOnWriteArrayList<>();

        private final List<String> connected = new CopyOnWriteArrayList<>();

        @ZkDataWatch("/value")
        void main(@Nullable String value) {
            main.add(String.valueOf(value));
        }

        @ZkDataWatch(path = "/value", client = "auditClient")
        void audit(@Nullable String value) {
            audit.add(String.valueOf(value));
        }

        @EventListener
        void connected(ZkConnectedEvent event) {
            connected.add(event.clientName());
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkWatchAutoConfiguration.class,
                    ZkHealthContributorAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "zk.hosts=" + MAIN.address(),
                    "zk.chroot=/app",
                    "zk.create-chroot=true",
                    "zk.start-timeout=60s",
                    "zk.health.timeout=10s",
                    "audit.hosts=" + AUDIT.address());

    private static void create(ZkClient client, String value) {
        client.create("/value", value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void watchesEventsAndHealthKnowThemApartAndBothEndWithTheApplication() {
        runner.run(context -> {
            ZkClient main = context.getBean(ZkClient.class);
            ZkClient audit = context.getBean("auditClient", ZkClient.class);
            Recorder recorder = context.getBean(Recorder.class);
            create(main, "of main");
            create(audit, "of audit");

            await().untilAsserted(() -> {
                assertThat(recorder.main).last().isEqualTo("of main");
                assertThat(recorder.audit).last().isEqualTo("of audit");
                assertThat(recorder.connected).containsExactlyInAnyOrder("zkClient", "auditClient");
            });
            assertThat(main.chroot()).isEqualTo("/app");
            assertThat(audit.chroot()).isEmpty();
            CompositeHealthContributor health =
                    context.getBean("zkHealthContributor", CompositeHealthContributor.class);
            for (String name : List.of("zkClient", "auditClient")) {
                assertThat(((HealthIndicator) health.getContributor(name))
                                .health()
                                .getStatus())
                        .isEqualTo(Status.UP);
            }
            context.close();
            assertThat(List.of(main, audit)).extracting(ZkClient::clientState).containsOnly(ClientState.CLOSED);
        });
    }

    @Test
    void missingChrootOfTheSecondNamesIt() {
        runner.withPropertyValues("audit.hosts=" + AUDIT.address() + "/not/there", "zk.create-chroot=false")
                .withPropertyValues("zk.chroot=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .cause()
                        .isInstanceOf(MissingChrootException.class)
                        .hasMessageContainingAll("/not/there", "auditClient"));
    }
}
