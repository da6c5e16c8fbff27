package dev.zkspring.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zkspring.client.data.ServerVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerStatsTest {

    private static final String SRVR = """
            Zookeeper version: 3.6.4--d652, built on 12/18/2022 18:10 GMT
            Latency min/avg/max: 1/2.375/30
            Received: 4000000000
            Sent: 5
            Connections: 6
            Outstanding: 7
            Zxid: 0xfffffffe00000008
            Mode: standalone
            Node count: 9
            """;

    @Nested
    class Answers {

        @Test
        void areReadLineByLine() {
            assertThat(ServerStats.parse(SRVR))
                    .isEqualTo(new ServerStats(
                            new ServerVersion(3, 6, 4),
                            new ServerStats.Latency(1, 2.375, 30),
                            4_000_000_000L,
                            5,
                            6,
                            7,
                            0xfffffffe00000008L,
                            ServerMode.STANDALONE,
                            9));
        }

        @ParameterizedTest
        @CsvSource({"srvr-3.4.14-leader, 3.4.14, 4", "srvr-3.9.5-leader, 3.9.5, 5", "stat-3.9.5-leader, 3.9.5, 5"})
        void ofRealServersAreRead(String name, String version, long nodes) {
            ServerStats stats = ServerStats.parse(Recorded.answer(name));

            assertThat(stats.version()).hasToString(version);
            assertThat(stats.mode()).isEqualTo(ServerMode.LEADER);
            assertThat(stats.connections()).isOne();
            assertThat(stats.zxid()).isEqualTo(0x100000000L);
            assertThat(stats.nodeCount()).isEqualTo(nodes);
        }

        @ParameterizedTest
        @CsvSource({
            "leader, LEADER",
            "follower, FOLLOWER",
            "observer, OBSERVER",
            "read-only, READ_ONLY",
            "witness, UNKNOWN",
            "unknown, UNKNOWN"
        })
        void nameTheMode(String word, ServerMode mode) {
            assertThat(ServerStats.parse(SRVR.replace("standalone", word)).mode())
                    .isEqualTo(mode);
        }

        @Test
        void mayHaveLinesThatNobodyKnowsYet() {
            String more = SRVR.replace("Received:", "READ-ONLY mode\nFuture: x: y\nReceived:") + "Proposal sizes: 1";

            assertThat(ServerStats.parse(more)).isEqualTo(ServerStats.parse(SRVR));
        }

        @Test
        void ofServersBefore344DoNotCountConnections() {
            assertThat(ServerStats.parse(SRVR.replace("Connections: 6\n", "")).connections())
                    .isEqualTo(-1);
        }
    }

    @Nested
    class Errors {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Zookeeper version:",
                    "Latency min/avg/max:",
                    "Received:",
                    "Sent:",
                    "Outstanding:",
                    "Zxid:",
                    "Mode:",
                    "Node count:"
                })
        void nameTheLineThatIsMissing(String label) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerStats.parse(SRVR.replace(label, "x" + label)))
                    .withMessage("no line with \"%s\"", label);
        }

        @Test
        void nameTheLineThatIsCutShort() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerStats.parse(SRVR.strip()))
                    .withMessage("the line with \"Node count:\" is cut short");
        }

        @ParameterizedTest
        @CsvSource({
            "1/2.375/30, 1/2, Latency min/avg/max: \"1/2\"",
            "1/2.375/30, 1/x/3, Latency min/avg/max: \"1/x/3\"",
            "4000000000, many, Received: \"many\"",
            "0xfffffffe00000008, 12, Zxid: \"12\"",
            "Node count: 9, Node count:, Node count: \"\""
        })
        void nameTheValueThatIsNone(String value, String wrong, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerStats.parse(SRVR.replace(value, wrong)))
                    .withMessageStartingWith(message);
        }

        @Test
        void coverEveryLengthOfAnAnswerThatBrokeOff() {
            for (int end = 0; end < SRVR.length(); end++) {
                String part = SRVR.substring(0, end);
                assertThatIllegalArgumentException().isThrownBy(() -> ServerStats.parse(part));
            }
        }
    }
}
