package dev.zkspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.zkspring.FakeClient;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkConfigurationException;
import dev.zkspring.client.ZkClient;
import dev.zkspring.metrics.ZkWatchMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkMetricsAutoConfigurationTest {

    /** Lives longer than the contexts. */
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final FakeClient fake = new FakeClient();

    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean("one", ZkClient.class, fake::client);

    private final ApplicationContextRunner runner = withoutRegistry.withBean(
            "registry",
            MeterRegistry.class,
            () -> registry,
            definition -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""));

    private Set<String> clients() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("client"))
                .collect(Collectors.toSet());
    }

    private Set<String> names() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toSet());
    }

    @Nested
    class Clients {

        @Test
        void areBoundHoweverTheyWereBuilt() {
            runner.run(context -> {
                assertThat(clients()).containsExactly("fake");
                assertThat(names()).contains("zk.client.state", "zk.client.reconnects");
                verify(fake.client()).addObserver(any());
            });
        }

        @Test
        void leaveNothingInARegistryThatLivesLonger() {
            runner.run(context -> assertThat(names()).isNotEmpty());
            assertThat(registry.getMeters()).isEmpty();
            verify(fake.client()).removeObserver(any());
        }

        @Test
        void areToldApartByTheirNames() {
            FakeClient second = new FakeClient();
            when(second.client().clientName()).thenReturn("second");
            runner.withBean(
                            "two",
                            ZkClient.class,
                            second::client,
                            definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
                    .run(context -> assertThat(clients()).containsExactlyInAnyOrder("fake", "second"));
        }

        @Test
        void thatHaveNoNameAsMocksAreLeftAlone() {
            ZkClient mock = mock(ZkClient.class);
            runner.withPropertyValues("zk.metrics.servers.enabled=true")
                    .withBean(
                            "two",
                            ZkClient.class,
                            () -> mock,
                            definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(clients()).containsExactly("fake");
                        verify(mock, never()).addObserver(any());
                    });
        }

        @Test
        void thatAreNoCandidatesAreLeftAlone() {
            FakeClient hidden = new FakeClient();
            when(hidden.client().clientName()).thenReturn("hidden");
            runner.withBean("two", ZkClient.class, hidden::client, definition -> definition.setAutowireCandidate(false))
                    .run(context -> verify(hidden.client(), never()).addObserver(any()));
        }
    }

    @Nested
    class Conditions {

        @Test
        void withoutMicrometerNothingIsMissed() {
            withoutRegistry
                    .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zkClientMetrics"));
        }

        @Test
        void withoutARegistryThereAreNoMeters() {
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(ZkAutoConfiguration.class, ZkMetricsAutoConfiguration.class))
                    .withBean("one", ZkClient.class, fake::client)
                    .run(context -> {
                        assertThat(context).hasNotFailed().doesNotHaveBean("zkClientMetrics");
                        verify(fake.client(), never()).addObserver(any());
                    });
        }

        @Test
        void metersCanBeSwitchedOff() {
            for (String property : new String[] {"zk.metrics.enabled=false", "zk.enabled=false"}) {
                runner.withPropertyValues(property).run(context -> {
                    assertThat(context).doesNotHaveBean("zkClientMetrics").doesNotHaveBean(ZkWatchMetrics.class);
                    assertThat(names()).isEmpty();
                });
            }
        }

        @Test
        void usersOwnBeansReplaceTheirs() {
            ZkWatchMetrics own = new ZkWatchMetrics(registry);
            runner.withBean("zkClientMetrics", String.class, () -> "own")
                    .withBean(ZkWatchMetrics.class, () -> own)
                    .run(context -> {
                        assertThat(context).getBean(ZkWatchMetrics.class).isSameAs(own);
                        assertThat(names()).isEmpty();
                    });
        }
    }

    @Nested
    class Servers {

        @Test
        void areNotAskedUnlessWanted() {
            runner.run(context -> assertThat(context).doesNotHaveBean("zkServerMetrics"));
            runner.withPropertyValues("zk.metrics.servers.enabled=true")
                    .run(context -> assertThat(context).hasBean("zkServerMetrics"));
        }

        @Test
        void areWantedWithoutTheOtherMetersToo() {
            runner.withPropertyValues("zk.metrics.enabled=false", "zk.metrics.servers.enabled=true")
                    .run(context ->
                            assertThat(context).hasBean("zkServerMetrics").doesNotHaveBean("zkClientMetrics"));
        }

        @Test
        void areAskedInSaneIntervalsOnly() {
            refuses("zk.metrics.servers.interval=10ms", "zk.metrics.servers.interval: PT0.01S (expected: 1 s to 24 h)");
            refuses(
                    "zk.metrics.servers.timeout=1m",
                    "zk.metrics.servers.timeout: PT1M (expected: 1 ms to the interval, PT30S)");
        }

        private void refuses(String property, String message) {
            runner.withPropertyValues("zk.metrics.servers.enabled=true", property)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(ZkConfigurationException.class)
                            .hasMessage(message));
        }
    }
}
