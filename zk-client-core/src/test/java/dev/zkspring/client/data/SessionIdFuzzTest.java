package dev.zkspring.client.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file with a session is refused without showing it, or understood and written again the same. */
class SessionIdFuzzTest {

    static Stream<byte[]> files() {
        Instant time = Instant.parse("2024-02-29T12:00:00.123Z");
        return FuzzSeeds.of(List.of(
                new SessionId(0x1234, new byte[16]).toBytes(),
                new SessionId(-1, new byte[] {1, 2, 3}, Long.MAX_VALUE, Duration.ofSeconds(30), time).toBytes(),
                new SessionId(0, new byte[0], -1, Duration.ZERO, time).toBytes()));
    }

    @MethodSource("files")
    @FuzzTest
    void isReadOrRefused(byte[] file) {
        SessionId session;
        try {
            session = SessionId.fromBytes(file);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("saved session cannot be read").hasNoCause();
            return;
        }
        SessionId again = SessionId.fromBytes(session.toBytes());
        assertThat(again).isEqualTo(session);
        assertThat(again.time()).isEqualTo(session.time());
        assertThat(again.negotiatedTimeout()).isEqualTo(session.negotiatedTimeout());
        assertThat(again.lastZxid()).isEqualTo(session.lastZxid());
    }
}
