package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

    private static final byte[] PASSWORD = {0, -1, 127, -128, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");

    @ParameterizedTest
    @ValueSource(longs = {1, Long.MAX_VALUE, -1, Long.MIN_VALUE + 1, 0xff00_0000_0000_0001L, 0x0100_0000_0000_0007L})
    void survivesAFileWhateverItsSign(long id) {
        SessionId saved = new SessionId(id, PASSWORD, 0x1_0000_0005L, Duration.ofMillis(4321), TIME);
        SessionId read = SessionId.fromBytes(saved.toBytes());
        assertThat(read).isEqualTo(saved);
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.password()).isEqualTo(PASSWORD);
        assertThat(read.lastZxid()).isEqualTo(0x1_0000_0005L);
        assertThat(read.negotiatedTimeout()).isEqualTo(Duration.ofMillis(4321));
        assertThat(read.time()).isEqualTo(TIME);
    }

    @Test
    void survivesAFileWithNothingButItsIdentity() {
        SessionId read = SessionId.fromBytes(new SessionId(7, new byte[0]).toBytes());
        assertThat(read).isEqualTo(new SessionId(7, new byte[0]));
        assertThat(read.time()).isNull();
        assertThat(read.negotiatedTimeout()).isZero();
    }

    @Test
    void isALineThatAnEditorShows() {
        SessionId saved = new SessionId(-2, new byte[] {1, -2}, 3, Duration.ofSeconds(4), TIME);
        assertThat(saved.toBytes())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("zk-session-1 fffffffffffffffe 01fe 0000000000000003 4000 2026-02-03T04:05:06.789Z\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zk-session-1",
                "zk-session-2 07 c0ffee 0 0 -",
                "zk-session-1 xx c0ffee 0 0 -",
                "zk-session-1 07 c0ffeg 0 0 -",
                "zk-session-1 07 c0ffee 0 soon -",
                "zk-session-1 07 c0ffee 0 0 yesterday"
            })
    void refusesAnythingElseWithoutShowingIt(String text) {
        assertThatThrownBy(() -> SessionId.fromBytes(text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zk-session-1")
                .hasMessageNotContaining("c0ffe")
                .hasNoCause();
    }

    @Test
    void isTheSameWhateverElseIsKnown() {
        assertThat(new SessionId(7, PASSWORD, 9, Duration.ofSeconds(1), TIME))
                .isEqualTo(new SessionId(7, PASSWORD))
                .hasSameHashCodeAs(new SessionId(7, PASSWORD))
                .isNotEqualTo(new SessionId(7, new byte[16]))
                .isNotEqualTo(new SessionId(8, PASSWORD))
                .hasToString("0x7");
    }
}
