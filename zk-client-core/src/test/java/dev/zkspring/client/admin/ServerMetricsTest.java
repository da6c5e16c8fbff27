package dev.zkspring.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.client.data.ServerVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetricsTest {

    private static ServerMetrics of(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new ServerMetrics(values);
    }

    @Nested
    class OfRealServers {

        @Test
        void theOldestAndTheNewestTellTheSameUnderTheirOwnNames() {
            for (String version : new String[] {"3.4.14", "3.9.5"}) {
                ServerMetrics metrics = ServerMetrics.parse(Recorded.answer("mntr-" + version + "-leader"));

                assertThat(metrics.version().map(ServerVersion::toString)).contains(version);
                assertThat(metrics.mode()).isEqualTo(ServerMode.LEADER);
                assertThat(metrics.learners()).hasValue(2);
                assertThat(metrics.syncedFollowers()).hasValue(2);
                assertThat(metrics.pendingSyncs()).hasValue(0);
                assertThat(metrics.aliveConnections()).hasValue(1);
                assertThat(metrics.outstandingRequests()).hasValue(0);
                assertThat(metrics.packetsReceived()).hasValue(6);
                assertThat(metrics.packetsSent()).hasValue(6);
                assertThat(metrics.minLatency()).hasValue(0);
                assertThat(metrics.avgLatency()).hasValue(0);
                assertThat(metrics.maxLatency()).hasValue(0);
                assertThat(metrics.watchCount()).hasValue(0);
                assertThat(metrics.ephemeralsCount()).hasValue(0);
                assertThat(metrics.znodeCount().orElseThrow()).isBetween(4L, 5L);
                assertThat(metrics.approximateDataSize().orElseThrow()).isPositive();
                assertThat(metrics.openFileDescriptors().orElseThrow()).isPositive();
                assertThat(metrics.maxFileDescriptors()).hasValue(20_000);
                assertThat(metrics.lastProposalSize()).hasValue(-1);
                assertThat(metrics.minProposalSize()).hasValue(-1);
                assertThat(metrics.maxProposalSize()).hasValue(-1);
            }
        }

        @Test
        void someMetricsComeWithNewerServersAndOneWentWithOlderOnes() {
            ServerMetrics old = ServerMetrics.parse(Recorded.answer("mntr-3.4.14-leader"));
            assertThat(old.values()).hasSize(22);
            assertThat(old.fsyncThresholdExceeded()).hasValue(0);
            assertThat(old.uptime()).isEmpty();
            assertThat(old.quorumSize()).isEmpty();
            assertThat(old.authFailures()).isEmpty();
            assertThat(old.outstandingTlsHandshakes()).isEmpty();
            assertThat(old.connectionDropProbability()).isEmpty();

            ServerMetrics now = ServerMetrics.parse(Recorded.answer("mntr-3.9.5-leader"));
            assertThat(now.values()).hasSizeGreaterThan(400);
            assertThat(now.fsyncThresholdExceeded()).isEmpty();
            assertThat(now.uptime()).contains(Duration.ofMillis(1_681));
            assertThat(now.quorumSize()).hasValue(3);
            assertThat(now.authFailures()).hasValue(0);
            assertThat(now.outstandingTlsHandshakes()).hasValue(0);
            assertThat(now.connectionDropProbability()).hasValue(0);
        }
    }

    @Nested
    class ByName {

        @Test
        void thePrefixMayBeLeftOut() {
            ServerMetrics metrics = of("zk_znode_count", "5", "other", "6");

            assertThat(metrics.string("znode_count")).contains("5");
            assertThat(metrics.string("zk_znode_count")).contains("5");
            assertThat(metrics.string("other")).contains("6");
            assertThat(metrics.string("missing")).isEmpty();
        }

        @Test
        void numbersAreReadHoweverServersWriteThem() {
            ServerMetrics metrics = of(
                    "zk_long", "9223372036854775807", "zk_whole", "1.0E7", "zk_fraction", "0.25", "zk_huge", "1.0E300");

            assertThat(metrics.longValue("long")).hasValue(Long.MAX_VALUE);
            assertThat(metrics.longValue("whole")).hasValue(10_000_000);
            assertThat(metrics.longValue("fraction")).isEmpty();
            assertThat(metrics.longValue("huge")).isEmpty();
            assertThat(metrics.doubleValue("fraction")).hasValue(0.25);
            assertThat(metrics.doubleValue("whole")).hasValue(1e7);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "leader", "NaN", "Infinity"})
        void whatIsNoWholeNumberCountsAsMissing(String value) {
            assertThat(of("zk_x", value).longValue("x")).isEmpty();
        }

        @Test
        void aMetricWithoutAValueIsMissing() {
            assertThat(of("zk_x", "null").string("x")).isEmpty();
            assertThat(of("zk_x", "null").doubleValue("x")).isEmpty();
            assertThat(of("zk_x", "1").mode()).isEqualTo(ServerMode.UNKNOWN);
        }
    }

    @Nested
    class Parsing {

        @Test
        void keepsTheOrderAndSkipsWhatIsNoMetric() {
            ServerMetrics metrics = ServerMetrics.parse("zk_b\t1\nnoise\n\n\tnoise\nzk_a\t2\tx\r\n");

            assertThat(metrics.values()).containsExactly(Map.entry("zk_b", "1"), Map.entry("zk_a", "2\tx"));
            assertThatThrownBy(() -> metrics.values().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "imok", "zk_version 3.9.5\n"})
        void refusesWhatHasNoMetric(String answer) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerMetrics.parse(answer))
                    .withMessage("no line with a name, a tab and a value");
        }

        @Test
        void refusesWhatIsCutShort() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerMetrics.parse("zk_a\t1\nzk_znode_count\t12"))
                    .withMessage("the last line is cut short");
        }
    }
}
