package dev.zkspring.client.faults;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static dev.zkspring.client.data.ConnectionState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ClientState;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The checkers of states and sessions, on stories that were made up. */
class SessionStoriesTest {

    @Nested
    class OfStates {

        private final StateStory story = new StateStory("client");

        private OfStates told(ConnectionState previous, ConnectionState state, long session, boolean fresh) {
            LostReason reason = state == LOST ? LostReason.EXPIRED_BY_CLOCK : null;
            story.add(new ConnectionEvent(state, previous, ClientState.CONNECTING, session, fresh, null, reason, null));
            return this;
        }

        private List<String> violations() {
            return story.violations();
        }

        @Test
        void mayBeThatOfAClient() {
            told(LOST, CONNECTED, 1, true).told(CONNECTED, SUSPENDED, 1, false).told(SUSPENDED, CONNECTED, 1, false);
            told(CONNECTED, SUSPENDED, 1, false).told(SUSPENDED, LOST, 1, false).told(LOST, CONNECTED, 2, true);
            assertThat(violations()).isEmpty();
        }

        @Test
        void changesTheSessionOnlyAfterLost() {
            told(LOST, CONNECTED, 1, true).told(CONNECTED, SUSPENDED, 1, false).told(SUSPENDED, CONNECTED, 2, true);
            assertThat(violations()).singleElement().asString().contains("neither resumes nor loses");
        }

        @Test
        void losesNothingWhileConnected() {
            told(LOST, CONNECTED, 1, true).told(CONNECTED, LOST, 1, false);
            assertThat(violations()).singleElement().asString().contains("no SUSPENDED");
        }

        @Test
        void leavesNothingOut() {
            told(LOST, CONNECTED, 1, true).told(SUSPENDED, CONNECTED, 1, false);
            assertThat(violations()).singleElement().asString().contains("comes after CONNECTED");
        }

        @Test
        void neverComesBackToALostSession() {
            told(LOST, CONNECTED, 1, true).told(CONNECTED, SUSPENDED, 1, false).told(SUSPENDED, LOST, 1, false);
            told(LOST, CONNECTED, 2, true).told(CONNECTED, SUSPENDED, 2, false).told(SUSPENDED, LOST, 2, false);
            told(LOST, CONNECTED, 1, true);
            assertThat(violations()).singleElement().asString().contains("that was lost");
        }
    }

    @Nested
    class OfBounds {

        private final long start = TimeUnit.HOURS.toNanos(1);

        private long now = start;

        private final Lateness lateness = new Lateness(() -> now, Map::of);

        private final SessionBounds bounds = new SessionBounds(Duration.ofSeconds(3), Duration.ofMillis(500), lateness);

        private long after(long millis) {
            return start + TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Test
        void sessionMayBeReportedForFourThirdsAndATick() {
            assertThat(bounds.unanswered(start, after(4_500))).isNull();
            assertThat(bounds.unanswered(start, after(4_501))).contains("after the last answer");
        }

        @Test
        void sessionMayBeReportedForAThirdAfterItsEnd() {
            assertThat(bounds.outlived(start, after(2_500))).isNull();
            assertThat(bounds.outlived(start, after(2_501))).contains("after its nodes were deleted");
        }

        @Test
        void sessionIsNotGivenUpBeforeFourThirds() {
            assertThat(bounds.early(start, after(4_000))).isNull();
            assertThat(bounds.early(start, after(3_999))).contains("not before");
        }

        @Test
        void timeInWhichTheMachineStoodStillDoesNotCount() {
            for (long millis : new long[] {4_000, 4_020, 4_040, 5_060}) {
                now = after(millis);
                lateness.look();
            }
            assertThat(bounds.unanswered(start, after(5_500))).isNull();
            assertThat(bounds.unanswered(start, after(5_501))).contains("after the last answer");
        }
    }
}
