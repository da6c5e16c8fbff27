package dev.zkspring.client.faults;

import static dev.zkspring.client.faults.ForgedHistory.LATER_SESSION;
import static dev.zkspring.client.faults.ForgedHistory.NODE;
import static dev.zkspring.client.faults.ForgedHistory.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadCheckerTest {

    /** Both nodes are there from 1 on; the first one is changed by 2, the other one by 3, the first one again by 4. */
    private final ForgedHistory history = new ForgedHistory()
            .created(1, NODE, "n0")
            .created(1, OTHER, "o0")
            .changed(2, NODE, "n1", 1)
            .changed(3, OTHER, "o1", 1)
            .changed(4, NODE, "n2", 2);

    private long now;

    private final FrozenTimes frozen = new FrozenTimes(() -> now);

    private void freezes(Duration from, Duration to) {
        now = from.toNanos();
        frozen.begin(0);
        now = to.toNanos();
        frozen.end(0);
    }

    private List<String> violations() {
        return ReadChecker.check(history.steps(), history.journal(), frozen);
    }

    private void assertViolation(String what) {
        assertThat(violations()).singleElement().asString().contains(what);
    }

    @Nested
    class AValue {

        @Test
        void mayBeAnOldOne() {
            history.get(NODE, "n0", 1, 1, 0).get(OTHER, "o0", 1, 1, 0).get(NODE, "n1", 1, 2, 1);
            history.get(OTHER, "o1", 1, 3, 1).get(NODE, "n1", 1, 2, 1).get(NODE, "n2", 1, 4, 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotMadeUp() {
            history.get(NODE, "n9", 1, 2, 1);
            assertViolation("was never there");
        }

        @Test
        void hasItsOwnVersion() {
            history.get(NODE, "n1", 1, 2, 2);
            assertViolation("was never there");
        }

        @Test
        void isNotThatOfAnotherNode() {
            history.get(NODE, "o1", 1, 3, 1);
            assertViolation("was never there");
        }

        @Test
        void isNotOlderThanTheOneBefore() {
            history.get(NODE, "n1", 1, 2, 1).get(NODE, "n0", 1, 1, 0);
            assertViolation("older than what the client saw before");
        }

        @Test
        void isNotOlderThanWhatOtherNodesShowed() {
            history.get(OTHER, "o1", 1, 3, 1).get(NODE, "n0", 1, 1, 0);
            assertViolation("older than what the client saw before");
        }

        @Test
        void isNotOlderThanTheClientsOwnChange() {
            history.set(NODE, "n2", 4, 2).get(NODE, "n1", 1, 2, 1);
            assertViolation("older than what the client saw before");
        }

        @Test
        void isOlderThanTheClientsLaterChange() {
            history.get(NODE, "n1", 1, 2, 1).set(NODE, "n2", 4, 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotTheClientsLaterChange() {
            history.get(NODE, "n2", 1, 4, 2).set(NODE, "n2", 4, 2);
            assertThat(violations())
                    .anySatisfy(violation -> assertThat(violation).contains("own later change"));
        }

        @Test
        void mayBeOlderInALaterSession() {
            history.get(NODE, "n2", 1, 4, 2).session(LATER_SESSION).get(NODE, "n0", 1, 1, 0);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayBeOlderForAnotherClient() {
            history.get(NODE, "n2", 1, 4, 2).client(1).get(NODE, "n0", 1, 1, 0);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class AStat {

        @Test
        void isThatOfTheNode() {
            history.exists(NODE, 1, 1, 0);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNotMadeUp() {
            history.exists(NODE, 1, 1, 1);
            assertViolation("was never there");
        }
    }

    @Nested
    class AValueAfterASync {

        private static final Duration LAG = Duration.ofNanos(ReadChecker.LEADER_LAG_NANOS);

        @Test
        void isNotOlderThanWhatWasAcknowledgedToAnybodyBefore() {
            history.client(1).set(NODE, "b", 5, 3).changed(5, NODE, "b", 3);
            history.after(LAG).client(2).getSynced(NODE, "n2", 1, 4, 2);
            assertViolation("acknowledged before");
        }

        @Test
        void mayBeOlderForAMomentBecauseTheLeaderMakesChangesLast() {
            history.client(1).set(NODE, "b", 5, 3).changed(5, NODE, "b", 3);
            history.client(2).getSynced(NODE, "n2", 1, 4, 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNew() {
            history.client(1).set(NODE, "b", 5, 3).changed(5, NODE, "b", 3);
            history.client(2).getSynced(NODE, "b", 1, 5, 3);
            assertThat(violations()).isEmpty();
        }

        @Test
        void mayBeOlderIfTheLeaderWasFrozenMeanwhile() {
            history.client(1).set(NODE, "b", 5, 3).changed(5, NODE, "b", 3);
            freezes(Duration.ofNanos(600_000), Duration.ofNanos(900_000));
            history.after(LAG).client(2).getSynced(NODE, "n2", 1, 4, 2);
            assertThat(violations()).isEmpty();
        }

        @Test
        void isNoOlderIfTheLeaderWasFrozenLater() {
            history.client(1).set(NODE, "b", 5, 3).changed(5, NODE, "b", 3);
            history.after(LAG).client(2).getSynced(NODE, "n2", 1, 4, 2);
            freezes(LAG.plusMillis(2), LAG.plusMillis(3));
            assertViolation("acknowledged before");
        }

        @Test
        void mayBeOlderThanWhatIsAcknowledgedMeanwhile() {
            history.client(1).set(NODE, "b", 5, 3).slow().changed(5, NODE, "b", 3);
            history.after(LAG).client(2).getSynced(NODE, "n2", 1, 4, 2);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class AMissingNode {

        @Test
        void isNotThereYetOrNoMore() {
            history.created(6, "/run/new", "w").deleted(7, "/run/new");
            history.call(Call.Kind.GET, "/run/new", null, Result.NO_NODE);
            history.get(NODE, "n2", 1, 4, 2).call(Call.Kind.GET, "/run/new", null, Result.NO_NODE);
            history.get("/run/new", "w", 6, 6, 0).call(Call.Kind.GET, "/run/new", null, Result.NO_NODE);
            assertThat(violations()).isEmpty();
        }

        @Test
        void wasNotThereBefore() {
            history.created(6, "/run/new", "w");
            history.get("/run/new", "w", 6, 6, 0).call(Call.Kind.GET, "/run/new", null, Result.NO_NODE);
            assertViolation("cannot be");
        }

        @Test
        void isNotDeletedOnlyLater() {
            history.deleted(6, OTHER);
            history.get(NODE, "n1", 1, 2, 1).call(Call.Kind.GET, OTHER, null, Result.NO_NODE);
            history.set(NODE, "n2", 4, 2);
            assertViolation("cannot be");
        }
    }

    @Nested
    class ARefusal {

        @Test
        void ofANewNodeIsForOneThatIsThere() {
            history.call(Call.Kind.CREATE, NODE, "x", Result.NODE_EXISTS);
            assertThat(violations()).isEmpty();
            history.call(Call.Kind.CREATE, "/run/none", "y", Result.NODE_EXISTS);
            assertViolation("cannot be");
        }

        @Test
        void forAVersionIsForAnotherOne() {
            history.expecting(1).call(Call.Kind.SET, NODE, "x", Result.BAD_VERSION);
            assertThat(violations()).isEmpty();
            history.get(NODE, "n2", 1, 4, 2).expecting(2).call(Call.Kind.SET, NODE, "y", Result.BAD_VERSION);
            assertViolation("cannot be");
        }
    }

    @Nested
    class NamesOfChildren {

        @Test
        void areThoseOfSomeTime() {
            history.created(6, NODE + "/b", "x").created(7, NODE + "/a", "y").deleted(8, NODE + "/b");
            history.children(NODE, "", 1)
                    .children(NODE, "b", 6)
                    .children(NODE, "a,b", 7)
                    .children(NODE, "a", 8);
            assertThat(violations()).isEmpty();
        }

        @Test
        void areNotThoseOfAnotherTime() {
            history.created(6, NODE + "/b", "x").children(NODE, "", 6);
            assertViolation("was never there");
        }

        @Test
        void areNotOlderThanWhatWasSeen() {
            history.created(6, NODE + "/b", "x");
            history.get(NODE + "/b", "x", 6, 6, 0).children(NODE, "", 1);
            assertViolation("older than what the client saw before");
        }
    }

    @Test
    void anAcknowledgedChangeIsNewerThanWhatWasSeen() {
        history.get(NODE, "n2", 1, 4, 2).set(OTHER, "o1", 3, 1);
        assertThat(violations())
                .anySatisfy(violation -> assertThat(violation).contains("SET").contains("older than what"));
    }
}
