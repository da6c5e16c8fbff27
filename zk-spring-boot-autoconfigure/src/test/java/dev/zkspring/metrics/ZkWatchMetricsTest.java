package dev.zkspring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.FakeZooKeeper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkWatchMetricsTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
            .withBean(ZkClient.class, zooKeeper::client)
            .withBean(ZkWatchMetrics.class, () -> new ZkWatchMetrics(registry))
            .withBean("watching", Object.class, Watching::new);

    private long deliveries(String error) {
        return registry
                .find("zk.client.watch.deliveries")
                .tags("client", "fake", "watch", "limit", "error", error)
                .timers()
                .stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private double failures() {
        return registry.get("zk.client.watch.failures")
                .tags("client", "fake", "watch", "limit")
                .counter()
                .count();
    }

    @Test
    void deliveriesAreTimedAndFailuresCountedByTheIdOfTheWatch() {
        zooKeeper.set("/limit", "1");
        runner.run(context -> {
            await().until(() -> deliveries("none") == 1);
            assertThat(failures()).isZero();
            zooKeeper.set("/limit", "-1");
            await().until(() -> deliveries("IllegalArgumentException") == 1);
            await().until(() -> failures() == 1);
            zooKeeper.set("/limit", "many");
            await().until(() -> deliveries("ZkPayloadConversionException") == 1);
            await().until(() -> failures() == 2);
            zooKeeper.set("/limit", "2");
            await().until(() -> deliveries("none") == 2);
            assertThat(failures()).isEqualTo(2);
        });
    }

    @Test
    void aNodeThatCannotBeReadIsAFailureWithoutADelivery() {
        zooKeeper.set("/limit", "1");
        zooKeeper.forbid("/limit");
        runner.run(context -> {
            await().until(() ->
                    !registry.find("zk.client.watch.failures").counters().isEmpty() && failures() >= 1);
            assertThat(registry.find("zk.client.watch.deliveries").timers()).isEmpty();
        });
    }

    @Test
    void nothingIsLeftInTheRegistryWhenTheContextHasEnded() {
        zooKeeper.set("/limit", "1");
        runner.run(context -> await().until(() -> deliveries("none") == 1));
        assertThat(registry.getMeters()).isEmpty();
    }

    static class Watching {

        @ZkDataWatch(path = "/limit", id = "limit")
        void changed(Integer limit) {
            if (limit != null && limit < 0) {
                throw new IllegalArgumentException("expected");
            }
        }
    }
}
