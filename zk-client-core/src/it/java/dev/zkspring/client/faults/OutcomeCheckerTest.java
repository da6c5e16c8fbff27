package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.LATER_SESSION;
import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static dev.zkspring.client.faults.ForgedHistory.OTHER;
import static dev.zkspring.client.faults.ForgedHistory.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeCheckerTest {

    private final ForgedHistory history =
            new ForgedHistory().created(1, NODE, "initial").created(1, OTHER, "initial");

    private List<String> violations() {
        return OutcomeChecker.check(history.steps(), history.journal(), Set.of("initial"));
    }

    private void assertViolation(String what) {
        assertThat(violations()).singleElement().asString().contains(what);
    }

    @Nested
    class AnAcknowledgedChange {

        @Test
        void happenedOnce() {
            history.set(NODE, "a", 2, 1).changed(2, NODE, "a", 1);
            history.create(Call.Kind.CREATE, "/run/new", "b", 3).created(3, "/run/new", "b");
            history.delete("/run/new").deleted(4, "/run/new");
            history.create(Call.Kind.CREATE_PROTECTED, "/run/n-", "c", 5).created(5, "/run/_c_1-n-0", "c");
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotLost() {
            history.set(NODE, "a", 2, 1);
            assertViolation("logged 0 times");
        }

        @Test
        void isNotRepeated() {
            history.set(NODE, "a", 2, 1).changed(2, NODE, "a", 1).changed(3, NODE, "a", 2);
            assertViolation("logged 2 times");
        }

        @Test
        void ofAProtectedNameMadeOneNode() {
            history.create(Call.Kind.CREATE_PROTECTED, "/run/n-", "c", 5)
                    .created(5, "/run/_c_1-n-0", "c")
                    .created(6, "/run/_c_1-n-1", "c");
            assertViolation("logged 2 times");
        }

        @Test
        void isADeletionThatHappened() {
            history.delete(NODE);
            assertViolation("logged 0 times");
        }

        @Test
        void isTheOneOfTheReply() {
            history.set(NODE, "a", 2, 1).changed(3, NODE, "a", 1);
            assertViolation("the reply is not what was done");
        }

        @Test
        void hadTheExpectedVersion() {
            history.changed(2, NODE, "initial", 1);
            history.expecting(0).set(NODE, "a", 3, 2).changed(3, NODE, "a", 2);
            assertViolation("another version");
        }
    }

    @Nested
    class AFailedChange {

        @Test
        void ofUnknownOutcomeHappenedOnceOrNot() {
            history.call(Call.Kind.SET, NODE, "a", Result.UNKNOWN).changed(2, NODE, "a", 1);
            history.call(Call.Kind.SET, NODE, "b", Result.UNKNOWN);
            assertThat(violations()).isEmpty();
        }

        @Test
        void ofUnknownOutcomeIsNotRepeated() {
            history.call(Call.Kind.SET, NODE, "a", Result.UNKNOWN)
                    .changed(2, NODE, "a", 1)
                    .changed(3, NODE, "a", 2);
            assertViolation("done 2 times");
        }

        @ParameterizedTest
        @EnumSource(
                value = Result.class,
                names = {"OK", "UNKNOWN"},
                mode = EnumSource.Mode.EXCLUDE)
        void thatPromisesSoDidNotHappen(Result result) {
            history.call(Call.Kind.SET, NODE, "b", result);
            assertThat(violations()).isEmpty();
            history.call(Call.Kind.SET, NODE, "a", result).changed(2, NODE, "a", 1);
            assertViolation("done all the same");
        }
    }

    @Nested
    class ATransaction {

        @Test
        void isDoneAsAWhole() {
            history.setAll(List.of(NODE, OTHER), "a", 2)
                    .changed(2, NODE, "a", 1)
                    .changed(2, OTHER, "a", 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotDoneInPart() {
            history.call(Call.Kind.SET_ALL, NODE, "a", Result.UNKNOWN).changed(2, OTHER, "a", 1);
            assertViolation("done in part");
        }

        @Test
        void isNotDoneInTwoSteps() {
            history.setAll(List.of(NODE, OTHER), "a", 2)
                    .changed(2, NODE, "a", 1)
                    .changed(3, OTHER, "a", 1);
            assertViolation("logged 2 times");
        }
    }

    @Nested
    class ACallOnAViewForASession {

        @Test
        void actsInThatSession() {
            history.view(SESSION).set(NODE, "a", 2, 1).changed(2, NODE, "a", 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void neverActsInALaterOne() {
            history.view(SESSION).call(Call.Kind.SET, NODE, "a", Result.UNKNOWN);
            history.session(LATER_SESSION).changed(2, NODE, "a", 1);
            assertViolation("another session");
        }
    }

    @Test
    void aChangeIsMadeInTheSessionThatTheClientHad() {
        history.set(NODE, "a", 2, 1).session(LATER_SESSION).changed(2, NODE, "a", 1);
        assertViolation("another session");
    }

    @Test
    void nothingHappensThatNobodyCalled() {
        history.changed(2, NODE, "strange", 1);
        assertViolation("nobody did this");
    }

    @Test
    void nothingIsDeletedThatNobodyDeleted() {
        history.deleted(2, NODE);
        assertViolation("nobody did this");
    }
}
