package dev.zkspring.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any answer to {@code mntr} is read, or refused with a reason, and nothing in it fails a question for a metric. */
class ServerMetricsFuzzTest {

    static Stream<byte[]> answers() {
        return FuzzSeeds.ofTexts(Recorded.answer("mntr-3.4.14-leader"), Recorded.answer("mntr-3.9.5-leader"));
    }

    @MethodSource("answers")
    @FuzzTest
    void metricsAreReadOrRefused(byte[] answer) {
        ServerMetrics metrics;
        try {
            metrics = ServerMetrics.parse(new String(answer, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class).hasMessageContaining("line");
            return;
        }
        assertThat(metrics.values().keySet())
                .allMatch(name -> metrics.longValue(name).isEmpty()
                        || metrics.doubleValue(name).isPresent());
        metrics.version();
        metrics.mode();
        metrics.uptime();
        metrics.learners();
    }
}
