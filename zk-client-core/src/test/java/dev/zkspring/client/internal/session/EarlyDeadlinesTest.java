package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.Reachable;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class EarlyDeadlinesTest {

    private final EarlyDeadlines early = new EarlyDeadlines();

    private Request<?> due(long deadline) {
        Request<?> request = Requests.get("/" + deadline);
        request.deadline = deadline;
        early.add(request);
        return request;
    }

    @Test
    void nothingIsDueWhereNothingIs() {
        assertThat(early.peek()).isNull();
        assertThat(early.pollDue(Long.MAX_VALUE)).isNull();
    }

    @Test
    void theEarliestComesFirstThoughItCameLast() {
        due(30);
        Request<?> earliest = due(10);

        assertThat(early.peek()).isSameAs(earliest);
        assertThat(early.pollDue(9)).isNull();
        assertThat(early.pollDue(10)).isSameAs(earliest);
        assertThat(early.pollDue(10)).isNull();
    }

    @Test
    void theClockMayPassTheHighestNumber() {
        Request<?> earlier = due(Long.MAX_VALUE - 1);
        due(Long.MIN_VALUE + 1);

        assertThat(early.pollDue(Long.MAX_VALUE)).isSameAs(earlier);
    }

    @Test
    void thoseThatAreDoneAreNotDue() {
        due(10).cancel(false);
        Request<?> second = due(20);

        assertThat(early.pollDue(30)).isSameAs(second);
    }

    /** Callers that wait for room all day long, and a timer that looks once in a request timeout. */
    @Test
    void noMoreAreHeldThanAreWaitedFor() {
        Queue<Request<?>> outstanding = new ArrayDeque<>();
        for (int i = 1; i <= 10_000; i++) {
            outstanding.add(due(i));
            if (i > 5) {
                outstanding.remove().cancel(false);
            }
        }

        assertThat(Reachable.from(early)).isLessThan(100);
    }
}
