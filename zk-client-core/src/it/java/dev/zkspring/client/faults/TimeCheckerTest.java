package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeCheckerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final Duration LIMIT = TIMEOUT.plusMillis(250);

    private final ForgedHistory history = new ForgedHistory();

    private long now;

    private final Lateness lateness = new Lateness(() -> now);

    private List<String> violations() {
        return new TimeChecker(TIMEOUT, lateness).check(history.steps());
    }

    private void looksAt(Duration time) {
        now = time.toNanos();
        lateness.look();
    }

    @Test
    void aCallMayTakeAsLongAsTheLimit() {
        history.get(NODE, LIMIT);
        assertThat(violations()).isEmpty();
    }

    @Test
    void aCallThatTakesLongerIsFound() {
        history.get(NODE, LIMIT.plusMillis(1));
        assertThat(violations()).singleElement().asString().contains("took 3251 ms");
    }

    @Test
    void aCallThatNeverEndsIsFound() {
        history.get(NODE, null);
        assertThat(violations()).singleElement().asString().contains("no end");
    }

    @Test
    void aCallMayTakeAsMuchLongerAsTheMachineStoodStillWhenItWasDue() {
        looksAt(TIMEOUT);
        looksAt(TIMEOUT.plusMillis(1_020));
        history.get(NODE, LIMIT.plusSeconds(1));
        assertThat(violations()).isEmpty();
        assertThat(lateness.excused()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aCallIsNotExcusedByAnEarlierTime() {
        looksAt(Duration.ofSeconds(1));
        looksAt(TIMEOUT);
        history.get(NODE, LIMIT.plusMillis(1));
        assertThat(violations()).singleElement().asString().contains("took 3251 ms");
    }
}
