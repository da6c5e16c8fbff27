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
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeCheckerTest {

    private static final String PROTECTED = "/run/_c_0bc9b9c1-0b44-4b02-8e44-5f2f9c7e5f10-n-0000000042";

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
            history.create("/run/new", "b", 3).created(3, "/run/new", "b");
            history.delete("/run/new").deleted(4, "/run/new");
            history.createProtected("/run/n-", PROTECTED, "c", 5).created(5, PROTECTED, "c");
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
            history.createProtected("/run/n-", PROTECTED, "c", 5)
                    .created(5, PROTECTED, "c")
                    .created(6, PROTECTED + "1", "c");
            assertViolation("logged 2 times");
        }

        @Test
        void mayHaveBeenLoggedBeforeByAServerThatGaveItUp() {
            long next = 1L << Journal.EPOCH_SHIFT;
            String later = PROTECTED.replace("0000000042", "0000000043");
            history.createdInVain(9, PROTECTED, "c");
            history.createProtected("/run/n-", later, "c", next).created(next, later, "c");
            assertThat(violations()).isEmpty();
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
        void madeTheNodeOfTheReply() {
            String other = PROTECTED.replace("0000000042", "0000000043");
            history.createProtected("/run/n-", other, "c", 5).created(5, PROTECTED, "c");
            assertViolation("the reply is not what was done");
        }

        @Test
        void madeTheNodeThatWasAskedFor() {
            history.create(NODE, "c", 5).created(5, OTHER, "c");
            assertViolation("the reply is not what was done");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/run/n-0000000042", "/run/_c_1-n-0000000042", "/run/deeper/n-0000000042"})
        void hasAProtectedName(String made) {
            history.createProtected("/run/n-", made, "c", 5).created(5, made, "c");
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
    class ATransactionOnAConditionThatDoesNotHold {

        @Test
        void isRefused() {
            history.call(Call.Kind.SET_ALL_IN_VAIN, NODE, "a", Result.BAD_VERSION);
            history.call(Call.Kind.SET_ALL_IN_VAIN, NODE, "b", Result.UNKNOWN);
            assertThat(violations()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = Result.class,
                names = {"OK", "UNKNOWN", "BAD_VERSION"})
        void isNeverDone(Result result) {
            history.call(Call.Kind.SET_ALL_IN_VAIN, NODE, "a", result).changed(2, NODE, "a", 1);
            assertThat(violations()).hasSize(1);
        }

        @Test
        void isNotAcknowledged() {
            history.call(Call.Kind.SET_ALL_IN_VAIN, NODE, "a", Result.OK);
            assertViolation("acknowledged, but logged 0 times");
        }
    }

    @Nested
    class ARepeatedChange {

        @Test
        void isDoneOnceInWhicheverSession() {
            history.call(Call.Kind.SET_RETRIED, NODE, "a", Result.UNKNOWN).changed(2, NODE, "a", 1);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotDoneTwice() {
            history.call(Call.Kind.SET_RETRIED, NODE, "a", Result.UNKNOWN)
                    .changed(2, NODE, "a", 1)
                    .changed(3, NODE, "a", 2);
            assertViolation("done 2 times");
        }
    }

    @Nested
    class ACallOnAViewForASession {

        @Test
        void isAnsweredInThatSession() {
            history.view(SESSION).get(NODE, "initial", 1, 1, 0);
            history.answering(0L).get(NODE, "initial", 1, 1, 0);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNeverAnsweredInALaterOne() {
            history.view(SESSION).answering(LATER_SESSION).get(NODE, "initial", 1, 1, 0);
            assertViolation("made in session 0xa, answered in 0xb");
        }

        @Test
        void isNotAnsweredAfterItsEnd() {
            history.view(SESSION).session(LATER_SESSION).answering(0L).get(NODE, "initial", 1, 1, 0);
            assertViolation("made in session 0xb");
        }

        @ParameterizedTest
        @EnumSource(
                value = Result.class,
                names = {"NO_NODE", "NODE_EXISTS", "BAD_VERSION", "REFUSED"})
        void isNotRefusedByTheServerAfterItsEnd(Result result) {
            history.view(SESSION).session(LATER_SESSION).call(Call.Kind.EXISTS, NODE, null, result);
            assertViolation("made in session 0xb");
        }

        @Test
        void failsAfterItsEnd() {
            history.view(SESSION).session(LATER_SESSION).call(Call.Kind.GET, NODE, null, Result.NOT_SENT);
            assertThat(violations()).isEmpty();
        }

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
    void aNodeMayBeGoneWithItsSession() {
        history.expired(2, NODE);
        assertThat(violations()).isEmpty();
    }

    @Test
    void nothingIsDeletedThatNobodyDeleted() {
        history.deleted(2, NODE);
        assertViolation("nobody did this");
    }
}
