package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeCheckerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final Duration LIMIT = TIMEOUT.plusMillis(250);

    private static final Duration PERIOD = Duration.ofMillis(20);

    private final ForgedHistory history = new ForgedHistory();

    private long now;

    private final Lateness lateness = new Lateness(() -> now, Map::of);

    private List<String> violations() {
        return new TimeChecker(TIMEOUT, lateness).check(history.steps());
    }

    private void runsUntil(Duration time) {
        while (now < time.toNanos()) {
            standsStill(Duration.ZERO);
        }
    }

    private void standsStill(Duration time) {
        now += PERIOD.plus(time).toNanos();
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
    void twoCallsMayTakeTwiceAsLong() {
        history.getSynced(NODE, TIMEOUT.plus(LIMIT));
        assertThat(violations()).isEmpty();
        history.getSynced(NODE, TIMEOUT.plus(LIMIT).plusMillis(1));
        assertThat(violations()).singleElement().asString().contains("took 6251 ms (limit: 6250 ms)");
    }

    @Test
    void aCallThatNeverEndsIsFound() {
        history.get(NODE, null);
        assertThat(violations()).singleElement().asString().contains("no end");
    }

    @Test
    void aCallMayTakeAsMuchLongerAsTheMachineStoodStillWhenItWasDue() {
        runsUntil(TIMEOUT);
        standsStill(Duration.ofSeconds(1));
        history.get(NODE, LIMIT.plusSeconds(1));
        assertThat(violations()).isEmpty();
        assertThat(lateness.excused()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aCallMayTakeAsMuchLongerAsTheMachineStoodStillWhenItWasMade() {
        standsStill(Duration.ofMillis(500));
        history.get(NODE, LIMIT.plusMillis(520));
        assertThat(violations()).isEmpty();
        // It is made 1 ms later.
        history.get(NODE, LIMIT.plusMillis(520));
        assertThat(violations()).singleElement().asString().contains("took 3770 ms");
    }

    @Test
    void aCallIsNotExcusedByTheTimeBetween() {
        runsUntil(Duration.ofMillis(100));
        standsStill(Duration.ofSeconds(1));
        runsUntil(TIMEOUT);
        history.get(NODE, LIMIT.plusMillis(1));
        assertThat(violations()).singleElement().asString().contains("took 3251 ms");
    }
}
