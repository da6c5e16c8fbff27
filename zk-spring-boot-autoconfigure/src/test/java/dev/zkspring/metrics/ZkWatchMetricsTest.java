package dev.zkspring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.event.ZkWatchFailedEvent;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import dev.zkspring.listener.ZkDataChange;
import dev.zkspring.listener.ZkListenerConfigurer;
import dev.zkspring.listener.ZkWatchEndpoint;
import dev.zkspring.listener.ZkWatchRegistrar;
import dev.zkspring.listener.ZkWatchRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;

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

    @Test
    void metersOfARemovedWatchAreRemovedAndThoseOfItsSuccessorAreNew() {
        zooKeeper.set("/limit", "1").set("/other", "1");
        AtomicReference<ZkWatchRegistrar> kept = new AtomicReference<>();
        runner.withBean(ZkListenerConfigurer.class, () -> kept::set).run(context -> {
            kept.get().register(other(change -> {}));
            await().until(() -> count("other") == 1);
            context.getBean(ZkWatchRegistry.class).remove("other");
            assertThat(watches()).doesNotContain("other");
            kept.get().register(other(change -> {}));
            await().until(() -> count("other") == 1);
            await().until(() -> watches().contains("limit"));
        });
    }

    @Test
    void callThatOutlivesItsWatchLeavesNoMeter() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        Calls failures = new Calls();
        zooKeeper.set("/other", "1");
        ZkWatchEndpoint lasting = other(change -> {
            entered.countDown();
            assertThatCode(removed::await).doesNotThrowAnyException();
            throw new IllegalStateException("expected");
        });
        runner.withBean(ZkListenerConfigurer.class, () -> registrar -> registrar.register(lasting))
                .withBean(FailureListener.class, () -> failures::add)
                .run(context -> {
                    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
                    context.getBean(ZkWatchRegistry.class).remove("other");
                    removed.countDown();
                    failures.next();
                    assertThat(watches()).doesNotContain("other");
                });
    }

    /** Registered, and so told, after the meters. */
    interface FailureListener extends ApplicationListener<ZkWatchFailedEvent> {}

    private static ZkWatchEndpoint other(Consumer<ZkDataChange<String>> listener) {
        return ZkWatchEndpoint.builder("other").paths("/other").data(String.class, listener);
    }

    private long count(String watch) {
        return registry.find("zk.client.watch.deliveries").tag("watch", watch).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private List<String> watches() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("watch"))
                .toList();
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
