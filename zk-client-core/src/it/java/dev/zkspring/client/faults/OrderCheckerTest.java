package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.LATER_SESSION;
import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static dev.zkspring.client.faults.ForgedHistory.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderCheckerTest {

    private final ForgedHistory history = new ForgedHistory();

    private List<String> violations() {
        return OrderChecker.check(history.steps(), history.journal());
    }

    @Nested
    class ChangesOfOneClient {

        @Test
        void happenInTheOrderOfTheCalls() {
            history.set(NODE, "a", 2, 1).slow().changed(2, NODE, "a", 1);
            history.call(Call.Kind.SET, OTHER, "b", Result.UNKNOWN).changed(3, OTHER, "b", 1);
            history.set(NODE, "c", 4, 2).slow().changed(4, NODE, "c", 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void areNotReorderedOverNodes() {
            history.set(NODE, "a", 3, 1).slow().set(OTHER, "b", 2, 1).slow();
            history.changed(2, OTHER, "b", 1).changed(3, NODE, "a", 1);
            assertThat(violations()).singleElement().asString().startsWith("reordered: ");
        }

        @Test
        void areNotReorderedWhenNoAnswerCame() {
            history.call(Call.Kind.SET, NODE, "a", Result.UNKNOWN).set(OTHER, "b", 2, 1);
            history.changed(2, OTHER, "b", 1).changed(3, NODE, "a", 1);
            assertThat(violations()).singleElement().asString().startsWith("reordered: ");
        }

        @Test
        void areNotReorderedOverSessions() {
            history.call(Call.Kind.SET, NODE, "a", Result.UNKNOWN).changed(3, NODE, "a", 1);
            history.session(LATER_SESSION).set(OTHER, "b", 2, 1).changed(2, OTHER, "b", 1);
            assertThat(violations()).singleElement().asString().startsWith("reordered over two sessions: ");
        }

        @Test
        void withAProtectedNameMayComeLater() {
            history.createProtected("/run/n-", "/run/n-1", "a", 3).slow().created(3, "/run/n-1", "a");
            history.set(NODE, "b", 2, 1).slow().changed(2, NODE, "b", 1);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class ChangesOfSeveralClients {

        @Test
        void madeAtTheSameTimeHappenInAnyOrder() {
            history.client(0).set(NODE, "a", 3, 2).slow().changed(3, NODE, "a", 2);
            history.client(1).set(NODE, "b", 2, 1).slow().changed(2, NODE, "b", 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void happenAfterWhatWasAcknowledgedBefore() {
            history.client(0).set(NODE, "a", 3, 1).changed(3, NODE, "a", 1);
            history.client(1).set(OTHER, "b", 2, 1).changed(2, OTHER, "b", 1);
            assertThat(violations()).singleElement().asString().contains("acknowledged before its call");
        }
    }
}
