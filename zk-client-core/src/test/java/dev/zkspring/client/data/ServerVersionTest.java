package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {

    private static final ServerVersion V3_9_5 = new ServerVersion(3, 9, 5);

    @Nested
    class Parsing {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Zookeeper version: 3.9.5-ca6e9a8f, built on 2025-01-01 10:00 UTC\nLatency min/avg/max: 0/0.0/0\n",
                    "Environment:\nzookeeper.version=3.9.5-ca6e9a8f, built on 2025-01-01\nhost.name=zk1\n",
                    "zk_version\t3.9.5-ca6e9a8f, built on 2025-01-01\nzk_server_state\tstandalone\n",
                    "zk_server_state\tleader\nzk_version\t3.9.5\n",
                    "Zookeeper version: 3.9.5",
                })
        void findsTheVersionInEachAnswerThatHoldsIt(String answer) {
            assertThat(ServerVersion.parse(answer)).contains(V3_9_5);
        }

        @Test
        void readsNumbersOfSeveralDigits() {
            assertThat(ServerVersion.parse("Zookeeper version: 3.10.12-alpha")).contains(new ServerVersion(3, 10, 12));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "imok",
                    "This ZooKeeper instance is not currently serving requests\n",
                    "srvr is not executed because it is not in the whitelist.\n",
                    "Zookeeper version: unknown",
                    "Zookeeper version: 3.9.12345678901",
                    "Zookeeper version: 99999999999.9.5",
                    "Mode: standalone of Zookeeper version: 3.9.5",
                })
        void isEmptyWithoutAVersion(String answer) {
            assertThat(ServerVersion.parse(answer)).isEmpty();
        }
    }

    @Nested
    class Order {

        @Test
        void comparesNumbersAndNotText() {
            assertThat(new ServerVersion(3, 10, 0)).isGreaterThan(V3_9_5);
            assertThat(new ServerVersion(3, 9, 10)).isGreaterThan(V3_9_5);
            assertThat(new ServerVersion(4, 0, 0)).isGreaterThan(V3_9_5);
            assertThat(V3_9_5).isEqualByComparingTo(new ServerVersion(3, 9, 5));
        }

        @Test
        void isAtLeastEachReleaseLineUpToItsOwn() {
            assertThat(V3_9_5.isAtLeast(3, 6)).isTrue();
            assertThat(V3_9_5.isAtLeast(3, 9)).isTrue();
            assertThat(V3_9_5.isAtLeast(3, 10)).isFalse();
            assertThat(V3_9_5.isAtLeast(4, 0)).isFalse();
        }
    }

    @Test
    void printsWithoutTheBuild() {
        assertThat(V3_9_5).hasToString("3.9.5");
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerVersion(3, -1, 0))
                .withMessage("server version 3.-1.0 (expected: no negative number)");
    }
}
