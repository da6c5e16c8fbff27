package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeCheckerTest {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ForgedHistory history = new ForgedHistory();

    private final List<Stalls.Stall> stalls = new ArrayList<>();

    private List<String> violations() {
        return TimeChecker.check(history.steps(), LIMIT, stalls);
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

    @Test
    void aCallMayTakeAsMuchLongerAsItHadNoProcessor() {
        stalls.add(new Stalls.Stall(SECOND, 2 * SECOND));
        history.get(NODE, LIMIT.plusSeconds(1));
        assertThat(violations()).isEmpty();
    }

    @Test
    void aCallIsNotExcusedByAnotherTime() {
        stalls.add(new Stalls.Stall(5 * SECOND, 9 * SECOND));
        history.get(NODE, LIMIT.plusSeconds(1));
        assertThat(violations()).singleElement().asString().contains("took 4000 ms");
    }
}
