package dev.zkspring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.FakeClient;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.health.ZkHealthIndicator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkHealthContributorAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ZkAutoConfiguration.class, ZkHealthContributorAutoConfiguration.class))
            .withBean("one", ZkClient.class, new FakeClient()::client);

    @Test
    void contributesTheHealthOfTheClient() {
        runner.run(context -> assertThat(context).getBean("zkHealthContributor").isInstanceOf(ZkHealthIndicator.class));
    }

    @Test
    void contributesOnePartForEachOfSeveralClients() {
        runner.withBean("two", ZkClient.class, new FakeClient("two")::client).run(context -> {
            CompositeHealthContributor contributor =
                    context.getBean("zkHealthContributor", CompositeHealthContributor.class);
            assertThat(contributor.stream().map(CompositeHealthContributor.Entry::name))
                    .containsExactlyInAnyOrder("one", "two");
        });
    }

    @Test
    void backsOffWhenTheUserHasAnIndicatorOfThatName() {
        HealthIndicator own = () -> Health.up().build();
        runner.withBean("zkHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context).doesNotHaveBean("zkHealthContributor"));
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("management.health.zk.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
        runner.withPropertyValues("zk.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void isNotMissedWithoutHealthClasses() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkHealthContributor"));
        runner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkHealthContributor"));
    }
}
