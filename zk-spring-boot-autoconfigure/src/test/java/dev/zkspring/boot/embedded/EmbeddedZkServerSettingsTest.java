package dev.zkspring.boot.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedZkServerSettingsTest {

    private final EmbeddedZkServerSettings settings = new EmbeddedZkServerSettings();

    @Test
    void areThoseOfAnOrdinaryServer() {
        assertThat(settings.tickMillis()).isEqualTo(2000);
        assertThat(settings.minSessionMillis()).isEqualTo(-1);
        assertThat(settings.maxSessionMillis()).isEqualTo(-1);
        assertThat(settings.maxConnectionsPerClient()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT600H"})
    void refuseTimesThatTheServerCannotHave(String time) {
        Duration duration = Duration.parse(time);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.tickTime(duration))
                .withMessageContainingAll("tick time", duration.toString(), "1 ms to 2147483647 ms");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.minSessionTimeout(duration));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.maxSessionTimeout(duration));
    }

    @Test
    void refuseANegativeNumberOfConnections() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.maxConnectionsPerClient(-1))
                .withMessageContaining("-1");
    }
}
