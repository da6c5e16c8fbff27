package dev.zkspring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.observe.ClientObserver;
import dev.zkspring.client.observe.ClientStatistics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ZkClientMetricsTest {

    private final ZkClient client = mock(ZkClient.class);

    private final List<ClientObserver> observers = new ArrayList<>();

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private ZkClientMetrics metrics;

    @BeforeEach
    void bind() {
        given(client.clientName()).willReturn("main");
        given(client.state()).willReturn(ConnectionState.LOST);
        given(client.clientState()).willReturn(ClientState.CLOSED);
        given(client.negotiatedTimeout()).willReturn(Duration.ZERO);
        given(client.statistics()).willReturn(new ClientStatistics(0, 1000, 0, 0, 0));
        willAnswer(call -> observers.add(call.getArgument(0))).given(client).addObserver(any());
        willAnswer(call -> observers.remove(call.getArgument(0))).given(client).removeObserver(any());
        metrics = new ZkClientMetrics(client);
        metrics.bindTo(registry);
    }

    private ClientObserver observer() {
        return observers.get(0);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tag("client", "main").tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tag("client", "main").tags(tags).counter().count();
    }

    @Nested
    class Requests {

        @Test
        void areTimedByOperationOutcomeAndError() {
            observer().requestCompleted(Reports.success("getData", 2_000, 21, 71), null);
            observer().requestCompleted(Reports.success("getData", 4_000, 21, 71), null);
            observer().requestCompleted(Reports.failure("getData", ErrorCode.NO_NODE, Outcome.REFUSED), null);
            observer().requestCompleted(Reports.failure("setData", ErrorCode.CONNECTION_LOSS, Outcome.UNKNOWN), null);
            observer().requestCompleted(Reports.failure("setData", ErrorCode.CONNECTION_LOSS, Outcome.NOT_SENT), null);
            Timer reads = timer("getData", "success", "none");
            assertThat(reads.count()).isEqualTo(2);
            assertThat(reads.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(6_000);
            assertThat(timer("getData", "refused", "no_node").count()).isEqualTo(1);
            assertThat(timer("setData", "unknown", "connection_loss").count()).isEqualTo(1);
            assertThat(timer("setData", "not_sent", "connection_loss").count()).isEqualTo(1);
        }

        private Timer timer(String operation, String outcome, String error) {
            return registry.get("zk.client.requests")
                    .tags("client", "main", "operation", operation, "outcome", outcome, "error", error)
                    .timer();
        }

        @Test
        void areCountedInBytes() {
            observer().requestCompleted(Reports.success("getData", 1, 21, 71), null);
            observer().requestCompleted(Reports.success("getData", 1, 21, 100), null);
            assertThat(counter("zk.client.sent", "operation", "getData")).isEqualTo(42);
            assertThat(counter("zk.client.received", "operation", "getData")).isEqualTo(171);
        }

        @Test
        void haveNoPathInTheirTags() {
            observer().requestCompleted(Reports.failure("getData", ErrorCode.NO_NODE, Outcome.REFUSED), null);
            assertThat(registry.getMeters())
                    .flatMap(meter -> meter.getId().getTags())
                    .extracting(Tag::getValue)
                    .doesNotContain("/node");
        }
    }

    @Nested
    class Gauges {

        @Test
        void showOneStateOfThree() {
            given(client.state()).willReturn(ConnectionState.SUSPENDED);
            assertThat(gauge("zk.client.state", "state", "suspended")).isEqualTo(1);
            assertThat(gauge("zk.client.state", "state", "connected")).isZero();
            assertThat(gauge("zk.client.state", "state", "lost")).isZero();
        }

        @Test
        void showWhatTheClientIsBusyWith() {
            given(client.statistics()).willReturn(new ClientStatistics(5, 1000, 2, 3, 7));
            assertThat(gauge("zk.client.requests.pending")).isEqualTo(5);
            assertThat(gauge("zk.client.requests.limit")).isEqualTo(1000);
            assertThat(gauge("zk.client.callers.waiting")).isEqualTo(2);
            assertThat(gauge("zk.client.requests.inflight")).isEqualTo(3);
            assertThat(gauge("zk.client.watches")).isEqualTo(7);
        }

        @Test
        void showTheSession() {
            given(client.clientState()).willReturn(ClientState.CONNECTED_RO);
            given(client.negotiatedTimeout()).willReturn(Duration.ofMillis(4_500));
            given(client.lastZxid()).willReturn(0x1_0000_0007L);
            assertThat(gauge("zk.client.readonly")).isEqualTo(1);
            assertThat(registry.get("zk.client.session.timeout").timeGauge().value(TimeUnit.SECONDS))
                    .isEqualTo(4.5);
            assertThat(gauge("zk.client.zxid")).isEqualTo(0x1_0000_0007L);
        }
    }

    @Nested
    class Counters {

        @Test
        void tellReconnectsFromNewSessions() {
            change(ConnectionState.LOST, ConnectionState.CONNECTED, true, null);
            assertThat(counter("zk.client.reconnects")).isZero();
            change(ConnectionState.CONNECTED, ConnectionState.SUSPENDED, false, null);
            change(ConnectionState.SUSPENDED, ConnectionState.CONNECTED, false, null);
            assertThat(counter("zk.client.suspensions")).isEqualTo(1);
            assertThat(counter("zk.client.reconnects")).isEqualTo(1);
        }

        @Test
        void tellWhoSaidThatTheSessionExpired() {
            change(ConnectionState.SUSPENDED, ConnectionState.LOST, false, LostReason.EXPIRED_BY_SERVER);
            change(ConnectionState.SUSPENDED, ConnectionState.LOST, false, LostReason.EXPIRED_BY_CLOCK);
            change(ConnectionState.SUSPENDED, ConnectionState.LOST, false, LostReason.EXPIRED_BY_CLOCK);
            change(ConnectionState.CONNECTED, ConnectionState.LOST, false, LostReason.CLOSED);
            assertThat(counter("zk.client.expiries", "reason", "server")).isEqualTo(1);
            assertThat(counter("zk.client.expiries", "reason", "clock")).isEqualTo(2);
            assertThat(counter("zk.client.expiries", "reason", "read_only")).isZero();
        }

        private void change(ConnectionState from, ConnectionState to, boolean fresh, LostReason reason) {
            observer().stateChanged(new ConnectionEvent(to, from, ClientState.CONNECTED, 7, fresh, null, reason, null));
        }

        @Test
        void tellEventsByType() {
            observer().eventReceived(WatchEvent.Type.NODE_DELETED);
            observer().eventReceived(WatchEvent.Type.RESYNC);
            assertThat(counter("zk.client.events", "type", "node_deleted")).isEqualTo(1);
            assertThat(registry.get("zk.client.events").counters()).hasSize(4);
        }
    }

    @Nested
    class Closed {

        @Test
        void leavesNoMeterAndNoObserver() {
            ClientObserver bound = observer();
            bound.requestCompleted(Reports.success("getData", 1, 1, 1), null);
            metrics.close();
            assertThat(observers).isEmpty();
            assertThat(registry.getMeters()).isEmpty();
        }

        @Test
        void takesNoMoreRecords() {
            ClientObserver bound = observer();
            bound.requestCompleted(Reports.success("getData", 1, 1, 1), null);
            metrics.close();
            bound.requestCompleted(Reports.failure("getData", ErrorCode.NO_NODE, Outcome.REFUSED), null);
            bound.requestCompleted(Reports.success("setData", 1, 1, 1), null);
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void severalRegistriesAndClientsAreToldApart() {
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(second);
        ZkClientMetrics other = new ZkClientMetrics(client, Tags.of("client", "other"));
        other.bindTo(second);
        observers.forEach(each -> each.requestCompleted(Reports.success("getData", 1, 1, 1), null));
        assertThat(registry.get("zk.client.requests").timers()).hasSize(1);
        assertThat(second.get("zk.client.requests").timers()).hasSize(2);
        other.close();
        assertThat(second.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("client"))
                .containsOnly("main");
    }
}
