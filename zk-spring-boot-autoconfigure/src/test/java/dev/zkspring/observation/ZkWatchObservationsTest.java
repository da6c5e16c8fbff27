package dev.zkspring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.listener.Calls;
import dev.zkspring.listener.FakeZooKeeper;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZkWatchObservationsTest {

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final Calls calls = new Calls();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZkWatchAutoConfiguration.class))
            .withBean(ZkClient.class, zooKeeper::client)
            .withBean(ZkWatchObservations.class, () -> new ZkWatchObservations(registry, null))
            .withBean("watching", Object.class, () -> new Watching());

    @AfterEach
    void close() {
        zooKeeper.close();
    }

    @Test
    void theMethodRunsInTheScopeOfItsObservation() {
        runner.run(context -> {
            Observation current = (Observation) calls.next().get(1);
            assertThat(current).isNotNull();
            assertThat(current.getContext().getName()).isEqualTo("zk.watch");
            await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                    .hasSingleObservationThat()
                    .hasContextualNameEqualTo("zk watch banner")
                    .hasLowCardinalityKeyValue("client", "fake")
                    .hasLowCardinalityKeyValue("watch", "banner")
                    .hasLowCardinalityKeyValue("event", "none")
                    .hasHighCardinalityKeyValue("path", "/banner")
                    .doesNotHaveError()
                    .hasBeenStopped());
            assertThat(registry.getCurrentObservation()).isNull();
        });
    }

    @Test
    void whatSetOffTheCallAndWhatItThrewAreRecorded() {
        runner.run(context -> {
            calls.next();
            await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                    .hasSingleObservationThat()
                    .hasBeenStopped());
            registry.clear();
            zooKeeper.set("/banner", "bad");
            calls.next();
            await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                    .hasSingleObservationThat()
                    .hasLowCardinalityKeyValue("event", "node_created")
                    .hasBeenStopped()
                    .thenError()
                    .hasMessage("too bad"));
        });
    }

    class Watching {

        @ZkDataWatch(path = "/banner", id = "banner")
        void changed(String text) {
            calls.add(text, registry.getCurrentObservation());
            if ("bad".equals(text)) {
                throw new IllegalStateException("too bad");
            }
        }
    }
}
