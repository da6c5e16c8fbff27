package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final long EPOCH = 1L << 32;

    private static final Change CREATED = new Change(EPOCH + 1, 1, Change.Kind.CREATED, NODE, "a", 0);

    private static final Change LATE = set(EPOCH + 2, "late", 1);

    private static final Change NEXT = set(2 * EPOCH + 1, "next", 1);

    private static Change set(long zxid, String value, int version) {
        return new Change(zxid, 1, Change.Kind.SET, NODE, value, version);
    }

    @Test
    void whatOneLogHasBeforeTheLastEpochMayNotHaveHappened() {
        Journal journal = Journal.merge(List.of(List.of(CREATED, LATE), List.of(CREATED, NEXT)), Set.of());
        assertThat(journal.at(NODE, 2 * EPOCH)).isEqualTo(new NodeState(EPOCH + 1, EPOCH + 1, 0, "a"));
        assertThat(journal.finalState().get(NODE).value()).isEqualTo("next");
        assertThat(journal.all()).containsExactly(CREATED, LATE, NEXT);
    }

    @Test
    void whatSomebodySawHappened() {
        Journal journal = Journal.merge(List.of(List.of(CREATED, LATE), List.of(CREATED, NEXT)), Set.of(EPOCH + 2));
        assertThat(journal.at(NODE, 2 * EPOCH).value()).isEqualTo("late");
    }

    @Test
    void whatTwoServersLoggedHappened() {
        Journal journal = Journal.merge(List.of(List.of(CREATED, LATE), List.of(LATE, NEXT)), Set.of());
        assertThat(journal.at(NODE, 2 * EPOCH).value()).isEqualTo("late");
    }

    @Test
    void whatStandsBeforeSomethingSureHappened() {
        Change sure = set(EPOCH + 3, "sure", 2);
        Journal journal = Journal.merge(List.of(List.of(CREATED, LATE, sure), List.of(sure, NEXT)), Set.of());
        assertThat(journal.at(NODE, EPOCH + 2).value()).isEqualTo("late");
    }

    @Test
    void statesBetweenTransactionsIncludeTheFirst() {
        Journal journal = Journal.merge(List.of(List.of(CREATED, LATE, NEXT)), Set.of(EPOCH + 2));
        assertThat(journal.between(NODE, EPOCH + 1, 2 * EPOCH + 1))
                .extracting(state -> state.orElseThrow().value())
                .containsExactly("a", "late");
    }
}
