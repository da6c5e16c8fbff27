package dev.zkspring.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.data.ServerVersion;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any answer to {@code srvr} is read, or refused with a reason. */
class ServerStatsFuzzTest {

    static Stream<byte[]> answers() {
        return FuzzSeeds.ofTexts(
                Recorded.answer("srvr-3.4.14-leader"),
                Recorded.answer("srvr-3.9.5-leader"),
                Recorded.answer("stat-3.9.5-leader"));
    }

    @MethodSource("answers")
    @FuzzTest
    void statisticsAreReadOrRefused(byte[] bytes) {
        String answer = new String(bytes, StandardCharsets.UTF_8);
        boolean versioned = ServerVersion.parse(answer).isPresent();
        try {
            ServerStats.parse(answer);
            assertThat(versioned).isTrue();
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class).hasMessageMatching("(?s).+");
        }
    }
}
