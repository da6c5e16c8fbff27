package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zkspring.annotation.ZkDataWatch;
import dev.zkspring.boot.autoconfigure.ZkAutoConfiguration;
import dev.zkspring.boot.autoconfigure.ZkWatchAutoConfiguration;
import dev.zkspring.boot.autoconfigure.metrics.ZkMetricsAutoConfiguration;
import dev.zkspring.boot.autoconfigure.observation.ZkObservationAutoConfiguration;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.error.NoNodeException;
import dev.zkspring.listener.Calls;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters and observations of real clients on a real server. */
class MetersOnEmbeddedServerIT {

    private final Calls calls = new Calls();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZkAutoConfiguration.class,
                    ZkWatchAutoConfiguration.class,
                    ZkMetricsAutoConfiguration.class,
                    ZkObservationAutoConfiguration.class,
                    EmbeddedZkServerAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class));

    private final ApplicationContextRunner embedded = runner.withPropertyValues("zk.embedded.enabled=true");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static double value(MeterRegistry registry, String name, String... tags) {
        return registry.find(name).tags(tags).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double count(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private static long requests(MeterRegistry registry, String operation, String outcome, String error) {
        return registry.get("zk.client.requests")
                .tags("client", "zkClient", "operation", operation, "outcome", outcome, "error", error)
                .timer()
                .count();
    }

    @Test
    void requestsEventsAndWatchesAreMeasured() {
        embedded.withBean("watching", Object.class, () -> new Watching()).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            ZkClient client = context.getBean(ZkClient.class);
            assertThat(calls.nextArgument()).isNull();
            client.create("/node", bytes("one"));
            assertThat(calls.nextArgument()).isEqualTo("one");
            client.get("/node");
            client.set("/node", bytes("two"));
            assertThat(calls.nextArgument()).isEqualTo("two");
            assertThatThrownBy(() -> client.get("/missing")).isInstanceOf(NoNodeException.class);

            assertThat(requests(registry, "setData", "success", "none")).isEqualTo(1);
            assertThat(requests(registry, "getData", "success", "none")).isGreaterThanOrEqualTo(1);
            assertThat(requests(registry, "getData", "refused", "no_node")).isGreaterThanOrEqualTo(1);
            assertThat(registry.get("zk.client.requests")
                            .tag("operation", "setData")
                            .timer()
                            .max(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(count(registry, "zk.client.sent", "operation", "setData"))
                    .isPositive();
            assertThat(count(registry, "zk.client.received", "operation", "setData"))
                    .isPositive();
            checkEventsAndWatches(registry);
        });
    }

    private static void checkEventsAndWatches(MeterRegistry registry) {
        assertThat(count(registry, "zk.client.events", "type", "node_created")).isEqualTo(1);
        assertThat(count(registry, "zk.client.events", "type", "node_data_changed"))
                .isEqualTo(1);
        assertThat(value(registry, "zk.client.state", "state", "connected")).isEqualTo(1);
        assertThat(registry.get("zk.client.session.timeout").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(10);
        await().until(() -> value(registry, "zk.client.watches") == 1);
        await().until(() -> value(registry, "zk.client.requests.pending") == 0);
        await().untilAsserted(() -> assertThat(registry.get("zk.client.watch.deliveries")
                        .tags("client", "zkClient", "watch", "node", "error", "none")
                        .timer()
                        .count())
                .isEqualTo(3));
        assertThat(count(registry, "zk.client.watch.failures", "watch", "node")).isZero();
    }

    @Test
    void aRestartOfTheServerIsASuspensionAndAReconnect(@TempDir Path data) {
        EmbeddedZkServer server = server(0, data);
        int port = server.address().port();
        runner.withPropertyValues("zk.hosts=127.0.0.1:" + port, "zk.connection-retry.max-delay=200ms")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    server.stop();
                    await().until(() -> count(registry, "zk.client.suspensions") == 1);
                    assertThat(value(registry, "zk.client.state", "state", "suspended"))
                            .isEqualTo(1);
                    assertThat(count(registry, "zk.client.reconnects")).isZero();
                    EmbeddedZkServer again = server(port, data);
                    await().until(() -> count(registry, "zk.client.reconnects") == 1);
                    assertThat(value(registry, "zk.client.state", "state", "connected"))
                            .isEqualTo(1);
                    assertThat(count(registry, "zk.client.suspensions")).isEqualTo(1);
                    assertThat(count(registry, "zk.client.expiries", "reason", "server"))
                            .isZero();
                    context.close();
                    again.stop();
                });
    }

    @Test
    void aContextThatIsStoppedAndStartedKeepsItsMeters() {
        embedded.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.stop();
            assertThat(value(registry, "zk.client.state", "state", "lost")).isEqualTo(1);
            context.start();
            assertThat(value(registry, "zk.client.state", "state", "connected")).isEqualTo(1);
            context.getBean(ZkClient.class).getAcl("/");
            assertThat(requests(registry, "getACL", "success", "none")).isEqualTo(1);
            assertThat(registry.get("zk.client.suspensions").counters()).hasSize(1);
        });
    }

    private static EmbeddedZkServer server(int port, Path data) {
        EmbeddedZkServer server = new EmbeddedZkServer(new EmbeddedZkProperties(true, port, "127.0.0.1", data));
        server.start();
        return server;
    }

    @Test
    void aClientThatTheUserBuiltIsMeasuredToo() {
        embedded.withUserConfiguration(SecondClient.class).run(context -> {
            context.getBean("second", ZkClient.class).getAcl("/");
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("zk.client.requests")
                            .tags("client", "second", "operation", "getACL")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.getMeters().stream().map(Meter::getId).map(id -> id.getTag("client")))
                    .contains("zkClient", "second");
        });
    }

    @Test
    void theServerTellsOfItself() {
        embedded.withPropertyValues(
                        "zk.metrics.servers.enabled=true",
                        "zk.metrics.servers.interval=1s",
                        "zk.metrics.servers.timeout=1s")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    String server =
                            context.getBean(EmbeddedZkServer.class).address().toString();
                    await().until(() -> value(registry, "zk.server.up", "server", server) == 1);
                    assertThat(value(registry, "zk.server.znodes", "server", server))
                            .isPositive();
                    assertThat(value(registry, "zk.server.leader", "server", server))
                            .isEqualTo(1);
                    assertThat(registry.get("zk.server.packets.received")
                                    .functionCounter()
                                    .count())
                            .isPositive();
                });
    }

    @Test
    void aBlockingCallIsAChildOfWhatItsThreadObservesAndAWatchHasAScope() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        embedded.withPropertyValues("zk.observations.requests=true", "zk.observations.watches=true")
                .withBean(ObservationRegistry.class, () -> observations)
                .withBean("watching", Object.class, () -> new Watching())
                .run(context -> {
                    assertThat(calls.nextArgument()).isNull();
                    ZkClient client = context.getBean(ZkClient.class);
                    Observation parent = Observation.start("parent", observations);
                    parent.scoped(() -> client.create("/node", null));
                    parent.scoped(() -> client.ensurePath("/a/b/c"));
                    parent.stop();
                    TestObservationRegistryAssert.assertThat(observations)
                            .hasAnObservation(request -> request.hasNameEqualTo("zk.client.request")
                                    .hasLowCardinalityKeyValue("outcome", "success")
                                    .hasHighCardinalityKeyValue("path", "/node")
                                    .hasParentObservationEqualTo(parent));
                    TestObservationRegistryAssert.assertThat(observations)
                            .hasAnObservation(request -> request.hasNameEqualTo("zk.client.request")
                                    .hasHighCardinalityKeyValue("path", "/a/b/c")
                                    .hasLowCardinalityKeyValue("operation", "create")
                                    .hasParentObservationEqualTo(parent));
                    await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                            .hasNumberOfObservationsWithNameEqualTo("zk.watch", 2));
                });
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

    class Watching {

        @ZkDataWatch(path = "/node", id = "node")
        void changed(String text) {
            calls.add(text);
        }
    }
}
