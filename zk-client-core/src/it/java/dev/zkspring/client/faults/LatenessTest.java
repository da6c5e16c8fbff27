package dev.zkspring.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The excuse that all bounds share, by a clock that was made up. */
class LatenessTest {

    private static final Duration SLACK = Duration.ofMillis(100);

    private long now = TimeUnit.HOURS.toNanos(1);

    private final long start = now;

    private final Lateness lateness = new Lateness(() -> now, this::waited);

    private final Map<Path, Long> waits = new HashMap<>();

    private Map<Path, Long> waited() {
        Map<Path, Long> ended = Map.copyOf(waits);
        waits.clear();
        return ended;
    }

    /** So long a loop waited up to the next look. */
    private LatenessTest loopWaits(String loop, long millis) {
        waits.put(Path.of(loop), TimeUnit.MILLISECONDS.toNanos(millis));
        return this;
    }

    private LatenessTest looksAfter(long millis) {
        pass(millis);
        lateness.look();
        return this;
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long at(long millis) {
        return start + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long stalled(long from, long to) {
        return lateness.within(at(from), at(to)).toMillis();
    }

    @Test
    void whatBusyMachinesDoAllTheTimeExcusesNothing() {
        for (int i = 0; i < 100; i++) {
            looksAfter(69);
        }
        assertThat(stalled(0, 6_900)).isZero();
        assertThat(lateness.isTooLate(at(1_000), SLACK, at(1_101))).isTrue();
    }

    @Test
    void aStallCountsAsFarAsItLiesWithinTheTime() {
        looksAfter(20).looksAfter(520).looksAfter(20);
        assertThat(stalled(0, 1_000)).isEqualTo(500);
        assertThat(stalled(200, 300)).isEqualTo(100);
        assertThat(stalled(340, 1_000)).isEqualTo(200);
        assertThat(stalled(0, 40)).isZero();
        assertThat(stalled(540, 1_000)).isZero();
    }

    @Test
    void theWaitOfAnEventLoopCounts() {
        looksAfter(20).looksAfter(20);
        loopWaits("a", 4).looksAfter(20);
        assertThat(stalled(0, 1_000)).isZero();
        loopWaits("a", 70).looksAfter(20);
        assertThat(stalled(0, 1_000)).isEqualTo(70);
        pass(10);
        loopWaits("a", 50);
        assertThat(stalled(0, 1_000)).isEqualTo(80);
    }

    @Test
    void shortWaitsOfOneLoopAddUp() {
        for (int i = 0; i < 10; i++) {
            loopWaits("a", 5).loopWaits("b", i % 2 * 18).looksAfter(20);
        }
        assertThat(stalled(0, 200)).isEqualTo(90);
        assertThat(stalled(0, 100)).isEqualTo(36);
        assertThat(stalled(0, 20)).isEqualTo(5);
        assertThat(stalled(195, 1_000)).isEqualTo(5);
    }

    @Test
    void aShortWaitWithinAStallCountsOnce() {
        looksAfter(20);
        loopWaits("a", 40).looksAfter(120);
        assertThat(stalled(0, 1_000)).isEqualTo(100);
        assertThat(stalled(110, 130)).isEqualTo(20);
        loopWaits("a", 40).looksAfter(30);
        assertThat(stalled(0, 1_000)).isEqualTo(130);
    }

    @Test
    void stallsCountOnceWhereTheyOverlap() {
        looksAfter(20);
        loopWaits("a", 100).looksAfter(120);
        assertThat(stalled(0, 1_000)).isEqualTo(100);
        looksAfter(20);
        loopWaits("a", 150).looksAfter(20);
        assertThat(stalled(0, 1_000)).isEqualTo(150);
    }

    @Test
    void onePeriodBetweenTwoStallsBelongsToThem() {
        looksAfter(20).looksAfter(120).looksAfter(120);
        assertThat(stalled(0, 1_000)).isEqualTo(220);
        looksAfter(20).looksAfter(120);
        assertThat(stalled(0, 1_000)).isEqualTo(320);
    }

    @Test
    void aStallThatIsNotOverCountsUpToNow() {
        looksAfter(20);
        pass(69);
        assertThat(stalled(0, 1_000)).isZero();
        pass(31);
        assertThat(stalled(0, 1_000)).isEqualTo(80);
        assertThat(stalled(0, 50)).isEqualTo(10);
    }

    @Test
    void whatIsGivenInAStallIsTakenUpAfterIt() {
        looksAfter(20).looksAfter(520).looksAfter(20);
        assertThat(lateness.takenUp(at(100))).isEqualTo(at(540));
        assertThat(lateness.takenUp(at(0))).isEqualTo(at(540));
        assertThat(lateness.takenUp(at(540))).isEqualTo(at(540));
        assertThat(lateness.takenUp(at(-11))).isEqualTo(at(-11));
    }

    @Test
    void aStallExcusesNoMoreThanItsLength() {
        looksAfter(20).looksAfter(520);
        assertThat(lateness.isTooLate(at(40), SLACK, at(640))).isFalse();
        assertThat(lateness.isTooLate(at(40), SLACK, at(641))).isTrue();
    }

    @Test
    void aStallThatWasOverWhenATimerWasDueExcusesNothing() {
        looksAfter(20).looksAfter(520);
        assertThat(lateness.isTooLate(at(540), SLACK, at(641))).isTrue();
    }

    @Test
    void whatWasExcusedIsToldOnce() {
        looksAfter(20).looksAfter(520);
        assertThat(lateness.isTooLate(at(40), SLACK, at(140))).isFalse();
        assertThat(lateness.excused()).isZero();
        assertThat(lateness.isTooLate(at(40), SLACK, at(240))).isFalse();
        assertThat(lateness.isTooLate(at(40), SLACK, at(340))).isFalse();
        assertThat(lateness.excused()).hasMillis(200);
    }

    @Test
    void whatIsLongAgoIsLeftInTheSumOnly() {
        looksAfter(1_020);
        loopWaits("a", 10).looksAfter(20);
        loopWaits("b", 15).looksAfter(20);
        assertThat(stalled(0, 2_000)).isEqualTo(1_015);
        for (int i = 0; i < 6 * 60 * 50; i++) {
            looksAfter(20);
        }
        assertThat(stalled(0, 2_000)).isZero();
        assertThat(lateness.total()).isEqualTo(Duration.ofMillis(1_015));
        loopWaits("a", 10).looksAfter(20);
        assertThat(lateness.total()).isEqualTo(Duration.ofMillis(1_020));
    }
}
