package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.LostReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. LOST is due at 4000, with a tick of 500, and calls are made every 50. */
class HeldSessionTest {

    private static final String PARENT = "/run/c0";

    private static final String NODE = PARENT + "/" + EphemeralNodes.name(7, 0);

    private final SessionBounds bounds =
            new SessionBounds(Duration.ofSeconds(3), Duration.ofMillis(500), new Lateness(() -> at(0), Map::of));

    private final EphemeralNodes nodes = new EphemeralNodes();

    private final HeldSession session = new HeldSession(7);

    HeldSessionTest() {
        session.attempted().add(NODE);
        session.linked(at(0), true);
    }

    private static long at(long millis) {
        return TimeUnit.SECONDS.toNanos(1) + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void reported(long millis) {
        session.reported(at(millis), TimeUnit.MILLISECONDS.toNanos(50), bounds);
    }

    private void lost(long millis, LostReason why) {
        session.lost(at(millis), why, bounds, true);
    }

    private void looked(long begin, long end, String... present) {
        nodes.looked(PARENT, Set.of(present), at(begin), at(end));
    }

    private List<String> violations() {
        return session.violations(nodes, bounds);
    }

    private void assertViolation(String what) {
        assertThat(violations())
                .singleElement()
                .asString()
                .contains("session 0x7")
                .contains(what);
    }

    @Test
    void isOverWhenTheNextOneIsThereAndItsNodesAreGone() {
        looked(100, 101, NODE);
        lost(1_000, LostReason.EXPIRED_BY_SERVER);
        assertThat(session.isOver(nodes, at(9_000))).isFalse();
        session.succeeded(at(2_000));
        assertThat(session.isOver(nodes, at(9_000))).isFalse();
        looked(3_000, 3_001);
        assertThat(session.isOver(nodes, at(9_000))).isTrue();
        assertThat(session.isOver(nodes, at(3_000))).isFalse();
        assertThat(session.isOver(nodes, at(1_500))).isFalse();
    }

    @Nested
    class WithoutAnswers {

        @Test
        void livesFourThirdsOfItsTimeout() {
            reported(4_550);
            assertThat(violations()).isEmpty();
            reported(4_551);
            assertViolation("reported alive PT4.501S after the last answer");
        }

        @Test
        void livesNoLongerByLinksOverWhichNothingIsAnswered() {
            session.linked(at(1_000), false);
            session.linked(at(2_000), false);
            session.linked(at(4_000), false);
            reported(4_551);
            assertViolation("after the last answer");
        }

        @Test
        void livesLongerByWhatIsAnswered() {
            session.answered(at(2_000));
            reported(6_550);
            assertThat(violations()).isEmpty();
            reported(6_551);
            assertViolation("after the last answer");
        }

        @Test
        void livesLongerByALinkOverWhichAnOlderCallIsAnswered() {
            session.linked(at(2_000), false);
            session.answered(at(1_000));
            reported(6_550);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class LostByTheClock {

        @Test
        void isNotGivenUpTooEarly() {
            session.answered(at(1_000));
            lost(4_999, LostReason.EXPIRED_BY_CLOCK);
            assertViolation("was given up PT3.999S after a request that was answered");
        }

        @Test
        void leavesNoNodeBesideTheNext() {
            lost(4_000, LostReason.EXPIRED_BY_CLOCK);
            session.succeeded(at(5_000));
            looked(4_999, 5_001, NODE);
            assertThat(violations()).isEmpty();
            assertThat(session.hasGhost(nodes)).isFalse();
            looked(5_001, 5_002, NODE);
            assertThat(session.hasGhost(nodes)).isTrue();
            assertViolation("nodes were there in the next session");
        }
    }

    @Nested
    class LostByTheServersWord {

        @Test
        void hasNoNodesAnyMore() {
            looked(999, 1_001, NODE);
            lost(1_000, LostReason.EXPIRED_BY_SERVER);
            assertThat(violations()).isEmpty();
            looked(1_001, 1_002, NODE);
            assertViolation("lost by the server's word, and its nodes were there");
        }

        @Test
        void mayHaveNodesWhereTheServersDisagreeUntilThereIsAnother() {
            session.lost(at(1_000), LostReason.EXPIRED_BY_SERVER, bounds, false);
            session.succeeded(at(2_000));
            looked(1_999, 2_001, NODE);
            assertThat(violations()).isEmpty();
            looked(2_001, 2_002, NODE);
            assertViolation("nodes were there in the next session");
        }

        @Test
        void mayBeKnownAtAnyTime() {
            session.answered(at(900));
            lost(1_000, LostReason.EXPIRED_BY_SERVER);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class WhoseNodesAreGone {

        @Test
        void isReportedForAThirdOfItsTimeoutAtMost() {
            looked(100, 110, NODE);
            looked(150, 200);
            reported(2_700);
            assertThat(violations()).isEmpty();
            reported(2_701);
            assertViolation("after its nodes were deleted");
        }

        @Test
        void doesNotWrite() {
            looked(100, 110, NODE);
            looked(150, 200);
            session.written(at(200));
            assertThat(violations()).isEmpty();
            session.written(at(201));
            assertViolation("wrote after");
        }
    }
}
