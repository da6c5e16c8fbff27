package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeCheckerTest {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final ForgedHistory history = new ForgedHistory();

    private List<String> violations() {
        return TimeChecker.check(history.steps(), LIMIT);
    }

    @Test
    void aCallMayTakeAsLongAsTheLimit() {
        history.get(NODE, LIMIT);
        assertThat(violations()).isEmpty();
    }

    @Test
    void aCallThatTakesLongerIsFound() {
        history.get(NODE, LIMIT.plusMillis(1));
        assertThat(violations()).singleElement().asString().contains("took 3001 ms");
    }

    @Test
    void aCallThatNeverEndsIsFound() {
        history.get(NODE, null);
        assertThat(violations()).singleElement().asString().contains("no end");
    }
}
