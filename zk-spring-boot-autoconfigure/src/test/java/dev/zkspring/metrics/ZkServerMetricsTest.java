package dev.zkspring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import dev.zkspring.client.ZkAsyncClient;
import dev.zkspring.client.ZkClient;
import dev.zkspring.client.admin.CommandAnswer;
import dev.zkspring.client.admin.FourLetterWord;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Failure;
import dev.zkspring.client.error.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ZkServerMetricsTest {

    private static final ServerAddress ONE = new ServerAddress("one", 2181);

    private static final ServerAddress TWO = new ServerAddress("two", 2182);

    private final ZkClient client = mock(ZkClient.class);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final AtomicInteger questions = new AtomicInteger();

    private volatile Map<ServerAddress, CommandAnswer> answers = Map.of();

    private final ZkServerMetrics metrics =
            new ZkServerMetrics(client, Tags.of("client", "main"), Duration.ofMillis(20), Duration.ofMillis(20));

    @BeforeEach
    void answer() {
        ZkAsyncClient async = mock(ZkAsyncClient.class);
        given(client.clientName()).willReturn("main");
        given(client.async()).willReturn(async);
        given(client.hosts()).willReturn(List.of(ONE, TWO));
        given(async.commandAll(any(FourLetterWord.class), any(Duration.class))).willAnswer(call -> {
            questions.incrementAndGet();
            return CompletableFuture.completedFuture(answers);
        });
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private static CommandAnswer leader(int connections) {
        return CommandAnswer.of("zk_server_state\tleader\nzk_avg_latency\t1.5\nzk_max_latency\t20\n"
                + "zk_num_alive_connections\t" + connections + "\nzk_packets_received\t100\n"
                + "zk_synced_followers\t2\nzk_approximate_data_size\t4096\n");
    }

    private static CommandAnswer refused(ErrorCode code) {
        return CommandAnswer.failed(
                Failure.local(code, Outcome.REFUSED, "mntr", null, null).toException(null));
    }

    private double gauge(String name, ServerAddress server) {
        return registry.get(name)
                .tags("client", "main", "server", server.toString())
                .gauge()
                .value();
    }

    @Test
    void showWhatEachServerTells() {
        answers = Map.of(ONE, leader(7), TWO, CommandAnswer.of("zk_server_state\tfollower\n"));
        metrics.bindTo(registry);
        await().untilAsserted(
                        () -> assertThat(gauge("zk.server.connections", ONE)).isEqualTo(7));
        assertThat(gauge("zk.server.up", ONE)).isEqualTo(1);
        assertThat(gauge("zk.server.leader", ONE)).isEqualTo(1);
        assertThat(gauge("zk.server.followers.synced", ONE)).isEqualTo(2);
        assertThat(gauge("zk.server.data.size", ONE)).isEqualTo(4096);
        assertThat(registry.get("zk.server.latency.max")
                        .tag("server", "one:2181")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isEqualTo(0.02);
        assertThat(registry.get("zk.server.packets.received")
                        .tag("server", "one:2181")
                        .functionCounter()
                        .count())
                .isEqualTo(100);
        assertThat(gauge("zk.server.leader", TWO)).isZero();
        assertThat(gauge("zk.server.connections", TWO)).isNaN();
    }

    @Test
    void ofAServerThatStopsAnsweringAreNoNumbersButForItsCounters() {
        answers = Map.of(ONE, leader(7));
        metrics.bindTo(registry);
        await().untilAsserted(() -> assertThat(gauge("zk.server.up", ONE)).isEqualTo(1));
        answers = Map.of(ONE, refused(ErrorCode.CONNECTION_LOSS));
        await().untilAsserted(() -> assertThat(gauge("zk.server.up", ONE)).isZero());
        assertThat(gauge("zk.server.connections", ONE)).isNaN();
        assertThat(registry.get("zk.server.packets.received").functionCounter().count())
                .isEqualTo(100);
    }

    @Test
    void tellOnceWhereTheWordIsNotAllowed(CapturedOutput output) {
        answers = Map.of(ONE, refused(ErrorCode.NOT_WHITELISTED));
        metrics.bindTo(registry);
        await().until(() -> questions.get() > 3);
        assertThat(output).containsOnlyOnce("Server one:2181 has no meters: mntr is not in its whitelist");
        assertThat(gauge("zk.server.up", ONE)).isZero();
    }

    @Test
    void followTheListOfServers() {
        answers = Map.of(ONE, leader(1));
        metrics.bindTo(registry);
        await().untilAsserted(() -> assertThat(gauge("zk.server.up", ONE)).isEqualTo(1));
        given(client.hosts()).willReturn(List.of(TWO));
        answers = Map.of(TWO, leader(2));
        await().untilAsserted(() -> assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("server"))
                .containsOnly("two:2182"));
    }

    @Test
    void areNotAskedForByAReader() {
        answers = Map.of(ONE, leader(1));
        ZkServerMetrics slow = new ZkServerMetrics(client, Tags.empty(), Duration.ofHours(1), Duration.ofMillis(1));
        slow.bindTo(registry);
        await().until(() -> !registry.getMeters().isEmpty());
        registry.getMeters().forEach(Meter::measure);
        registry.getMeters().forEach(Meter::measure);
        assertThat(questions).hasValue(1);
        slow.close();
    }

    @Test
    void areGoneWhenClosedAndNobodyIsAskedAnyMore() {
        answers = Map.of(ONE, leader(1));
        metrics.bindTo(registry);
        await().until(() -> !registry.getMeters().isEmpty());
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("main-server-metrics")));
    }

    @Test
    void refuseATimeoutAboveTheInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ZkServerMetrics(client, Tags.empty(), Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .withMessage("server metrics: interval PT1S, timeout PT2S (expected: both above 0, the timeout at most"
                        + " the interval)");
    }
}
