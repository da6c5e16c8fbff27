package dev.zkspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.health.ZkHealthContributorAutoConfiguration;
import dev.zkspring.client.BuilderOptions;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.ZkClientBuilder;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.InvalidHostsException;
import dev.zkspring.event.ConnectionEventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class ZkClientBuilderConfigurerTest {

    /** Where nobody listens. */
    private static final String NOWHERE = "127.0.0.1:1";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkWatchAutoConfiguration.class,
                    ZkHealthContributorAutoConfiguration.class))
            .withPropertyValues("zk.hosts=" + NOWHERE, "zk.fail-fast=false", "zk.start-timeout=1ms");

    private static ZkClientBuilder configured(AssertableApplicationContext context) {
        return context.getBean(ZkClientBuilderConfigurer.class).configure(ZkClient.builder());
    }

    private static Map<String, Object> options(ZkClientBuilder builder) {
        try {
            return BuilderOptions.of(builder);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondClient {

        @Bean(defaultCandidate = false)
        @Qualifier("audit")
        ZkClient auditClient(ZkClientBuilderConfigurer configurer) {
            return configurer
                    .configure(ZkClient.builder())
                    .hosts("127.0.0.1:2")
                    .clientName("auditClient")
                    .build();
        }
    }

    static final class TakesOne {

        TakesOne(ZkClient client, @Qualifier("audit") ZkClient audit) {
            assertThat(client.clientName()).isEqualTo("zkClient");
            assertThat(audit.clientName()).isEqualTo("auditClient");
        }
    }

    static final class Watches {

        @ZkDataWatch(id = "first", path = "/a")
        void first() {}

        @ZkDataWatch(id = "audit", path = "/b", client = "auditClient")
        void audit() {}
    }

    @Nested
    class ASecondClient {

        private final ApplicationContextRunner two = runner.withUserConfiguration(SecondClient.class);

        @Test
        void leavesTheAutoConfiguredOneInPlaceAndIsInjectedByItsQualifier() {
            two.withBean(TakesOne.class)
                    .run(context -> assertThat(context).hasNotFailed().hasBean("zkClient"));
        }

        @Test
        void isStartedAndClosedLikeTheFirst() {
            two.run(context -> {
                List<ZkClient> clients =
                        new ArrayList<>(context.getBeansOfType(ZkClient.class).values());
                assertThat(clients)
                        .extracting(ZkClient::clientState)
                        .containsExactly(ClientState.CONNECTING, ClientState.CONNECTING);
                context.close();
                assertThat(clients)
                        .extracting(ZkClient::clientState)
                        .containsExactly(ClientState.CLOSED, ClientState.CLOSED);
            });
        }

        @Test
        void publishesEventsOfItsOwn() {
            two.run(context -> {
                assertThat(context).hasSingleBean(ConnectionEventPublisher.class);
                assertThat(context.getBean("auditClient", ZkClient.class).listeners())
                        .hasSize(1);
            });
        }

        @Test
        void isFoundByWatchesThatNameIt() {
            two.withBean(Watches.class)
                    .withPropertyValues("zk.watch.auto-startup=false")
                    .run(context -> assertThat(context).hasNotFailed());
        }

        @Test
        void hasAHealthOfItsOwn() {
            two.run(context -> assertThat(
                            context.getBean("zkHealthContributor", CompositeHealthContributor.class).stream()
                                    .map(CompositeHealthContributor.Entry::name))
                    .containsExactlyInAnyOrder("zkClient", "auditClient"));
        }

        @Test
        void withTheNameOfTheFirstStopsTheStart() {
            runner.withBean(
                            "other",
                            ZkClient.class,
                            () -> ZkClient.builder().hosts(NOWHERE).build(),
                            definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .cause()
                            .isInstanceOf(ZkConfigurationException.class)
                            .hasMessageContainingAll("'zkClient'", "'other'", "both called 'zkClient'"));
        }
    }

    @Nested
    class ABuilder {

        @Test
        void getsThePropertiesTheDetailsAndTheCustomizersInTheirOrder() {
            runner.withPropertyValues("zk.chroot=/app", "zk.request-timeout=7s", "zk.read-only=true")
                    .withUserConfiguration(Customizers.class)
                    .run(context -> assertThat(options(configured(context)))
                            .containsEntry("hosts", List.of(new ServerAddress("127.0.0.1", 1)))
                            .containsEntry("chroot", "/app")
                            .containsEntry("readOnly", true)
                            .containsEntry("requestTimeout", Duration.ofSeconds(2))
                            .containsEntry("maxInFlight", 20));
        }

        @Test
        void takesOtherHostsWithoutTheChrootOfTheFirst() {
            runner.withPropertyValues("zk.chroot=/app").run(context -> {
                assertThat(options(configured(context).hosts("audit:2181"))).containsEntry("chroot", "");
                assertThat(options(configured(context).hosts("audit:2181/log"))).containsEntry("chroot", "/log");
            });
        }

        @Test
        void refusesAnotherChrootOnTheSameHosts() {
            runner.withPropertyValues("zk.chroot=/app")
                    .run(context -> assertThatExceptionOfType(InvalidHostsException.class)
                            .isThrownBy(() -> configured(context).chroot("/log").build())
                            .withMessageContainingAll("/app", "/log", "give one of them"));
        }

        @Test
        void isNotThereWhenDisabled() {
            runner.withPropertyValues("zk.enabled=false")
                    .run(context -> assertThat(context).doesNotHaveBean(ZkClientBuilderConfigurer.class));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        ZkClientBuilderCustomizer last() {
            return builder -> builder.requestTimeout(Duration.ofSeconds(2));
        }

        @Bean
        @Order(1)
        ZkClientBuilderCustomizer first() {
            return builder -> builder.requestTimeout(Duration.ofSeconds(1)).maxInFlight(20);
        }
    }
}
