package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinalStateCheckerTest {

    private static final Map<String, NodeState> NEWEST = Map.of(NODE, new NodeState(1, 2, 1, "b"));

    private final ForgedHistory history = new ForgedHistory()
            .created(1, NODE, "a")
            .changed(2, NODE, "b", 1)
            .created(3, "/run/gone", "c")
            .deleted(4, "/run/gone");

    private List<String> violations(Map<String, NodeState> found) {
        return FinalStateChecker.check(Map.of("one", NEWEST, "two", found), history.journal(), 10);
    }

    @Test
    void allServersShowTheResultOfAllChanges() {
        assertThat(violations(NEWEST)).isEmpty();
    }

    @Test
    void aNodeThatIsMissingIsFound() {
        assertThat(violations(Map.of())).singleElement().asString().contains(NODE, "server two", "null");
    }

    @Test
    void aChangeThatIsLostIsFound() {
        assertThat(violations(Map.of(NODE, new NodeState(1, 1, 0, "a"))))
                .singleElement()
                .asString()
                .contains(NODE, "server two");
    }

    @Test
    void aNodeMayBeGoneWithItsSessionMeanwhile() {
        history.created(9, "/run/ephemeral", "d").expired(11, "/run/ephemeral");
        assertThat(violations(NEWEST)).isEmpty();
        assertThat(violations(Map.of(NODE, new NodeState(1, 2, 1, "b"), "/run/ephemeral", new NodeState(9, 9, 0, "d"))))
                .isEmpty();
    }

    @Test
    void aNodeThatIsThereAfterItsSessionIsFound() {
        history.created(9, "/run/ephemeral", "d").expired(10, "/run/ephemeral");
        assertThat(violations(Map.of(NODE, new NodeState(1, 2, 1, "b"), "/run/ephemeral", new NodeState(9, 9, 0, "d"))))
                .singleElement()
                .asString()
                .contains("/run/ephemeral");
    }

    @Test
    void aNodeThatCameBackIsFound() {
        assertThat(violations(Map.of(NODE, new NodeState(1, 2, 1, "b"), "/run/gone", new NodeState(3, 3, 0, "c"))))
                .singleElement()
                .asString()
                .contains("/run/gone");
    }
}
