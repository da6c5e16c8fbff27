package dev.zkspring.boot.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zkspring.boot.autoconfigure.SavedSession.Ensemble;
import dev.zkspring.client.data.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedSessionTest {

    static final byte[] PASSWORD = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private static final SessionId SESSION = new SessionId(0x1234, PASSWORD, 99, Duration.ofSeconds(9), TIME);

    private static final Ensemble ENSEMBLE = new Ensemble(List.of("zk1:2181", "[::1]:2182"), "/app");

    private static SavedSession saved(boolean left) {
        return new SavedSession(SESSION, ENSEMBLE, left);
    }

    @Nested
    class Bytes {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void bringEverythingBack(boolean left) {
            SavedSession read = SavedSession.fromBytes(saved(left).toBytes());

            assertThat(read).isEqualTo(saved(left));
            assertThat(read.session().lastZxid()).isEqualTo(99);
            assertThat(read.session().negotiatedTimeout()).isEqualTo(Duration.ofSeconds(9));
            assertThat(read.session().time()).isEqualTo(TIME);
        }

        @Test
        void areRefusedWhereverTheyAreCutOffAndShowNothing() {
            String whole = new String(saved(true).toBytes(), UTF_8);

            for (int length = 0; length < whole.length(); length++) {
                byte[] part = whole.substring(0, length).getBytes(UTF_8);
                assertThatThrownBy(() -> SavedSession.fromBytes(part))
                        .as("first %d characters", length)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining("0011")
                        .hasNoCause();
            }
        }

        @Test
        void ofAnotherFormatAreRefused() {
            byte[] later = new String(saved(true).toBytes(), UTF_8)
                    .replace("zk-session-store-1", "zk-session-store-2")
                    .getBytes(UTF_8);

            assertThatThrownBy(() -> SavedSession.fromBytes(later)).hasMessageContaining("zk-session-store-1");
        }

        @Test
        void areNotShownByAnyText() {
            assertThat(saved(true).toString()).contains("0x1234").doesNotContain("0011");
        }
    }

    @Nested
    class Age {

        @ParameterizedTest
        @CsvSource({"true, 12000, false", "true, 12001, true", "true, -5000, false", "false, 12001, false"})
        void countsFromFourThirdsOfTheTimeoutForASessionThatWasLeft(boolean left, long millis, boolean tooOld) {
            assertThat(saved(left).isTooOld(TIME.plusMillis(millis))).isEqualTo(tooOld);
        }
    }

    @Nested
    class Ensembles {

        @Test
        void areTheSameWithOneServerInCommon() {
            assertThat(ENSEMBLE.isSameAs(new Ensemble(List.of("zk9:2181", "zk1:2181"), "/app")))
                    .isTrue();
        }

        @Test
        void areOthersWithoutOneOrWithAnotherChroot() {
            assertThat(ENSEMBLE.isSameAs(new Ensemble(List.of("zk1:2182"), "/app")))
                    .isFalse();
            assertThat(ENSEMBLE.isSameAs(new Ensemble(List.of("zk1:2181"), ""))).isFalse();
        }
    }
}
