package dev.zkspring.client.internal.session;

import static dev.zkspring.client.internal.session.Liveness.Verdict.ALIVE;
import static dev.zkspring.client.internal.session.Liveness.Verdict.LINK_DEAD;
import static dev.zkspring.client.internal.session.Liveness.Verdict.PING_DUE;
import static dev.zkspring.client.internal.session.Liveness.Verdict.SESSION_DEAD;
import static dev.zkspring.client.internal.session.Liveness.Verdict.SLEPT;
import static dev.zkspring.client.internal.session.Liveness.Verdict.SUSPECT;
import static dev.zkspring.client.internal.session.Liveness.Verdict.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.session.Liveness.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judgement by plain numbers: the timeout is 30 s, times are milliseconds after the link was made. */
class LivenessTest {

    private static final int TIMEOUT = 30_000;

    private static final long WALL = 1_700_000_000_000L;

    private final Liveness liveness = new Liveness();

    /** Where the monotonic clock stands when the link is made; it may be any number, and run over. */
    private long start;

    @BeforeEach
    void link() {
        link(0);
    }

    private void link(long startNanos) {
        start = startNanos;
        liveness.linked(at(0), WALL, TIMEOUT);
        liveness.opened(at(0));
    }

    private long at(long millis) {
        return start + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Verdict check(long millis) {
        return liveness.check(at(millis), WALL + millis);
    }

    private long nextCheck(long millis) {
        return TimeUnit.NANOSECONDS.toMillis(liveness.nextCheck(at(millis)) - start);
    }

    @Nested
    class Link {

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MAX_VALUE - 1, Long.MIN_VALUE})
        void pingIsDueAfterAThirdWhereverTheClockStands(long startNanos) {
            link(startNanos);

            assertThat(nextCheck(0)).isEqualTo(10_000);
            assertThat(check(9_999)).isEqualTo(ALIVE);
            assertThat(check(10_000)).isEqualTo(PING_DUE);
        }

        @Test
        void sendingPutsThePingOffButNotTheJudgement() {
            liveness.sent(at(9_000));

            assertThat(nextCheck(9_000)).isEqualTo(19_000);
            assertThat(check(10_000)).isEqualTo(ALIVE);
            liveness.sent(at(19_000));
            assertThat(nextCheck(19_000)).isEqualTo(20_000);
            assertThat(check(20_000)).isEqualTo(SUSPECT);
        }

        @Test
        void unansweredPingIsNotRepeated() {
            liveness.pinged(at(10_000));

            assertThat(check(19_999)).isEqualTo(ALIVE);
        }

        @Test
        void deadLinkIsJudgedAtTheSecondLook() {
            liveness.pinged(at(10_000));

            assertThat(check(20_000)).isEqualTo(SUSPECT);
            assertThat(nextCheck(20_000)).isEqualTo(20_010);
            assertThat(check(20_010)).isEqualTo(LINK_DEAD);
        }

        @Test
        void byteBetweenTheLooksSavesTheLink() {
            check(20_000);
            liveness.received(at(20_005));

            assertThat(check(20_010)).isIn(ALIVE, PING_DUE);
        }
    }

    /** Bytes come, events for one, and no answers: the server may hear nothing of the client. */
    @Nested
    class OneWayLink {

        private void receiveEachSecond(int from, int to) {
            for (int second = from; second <= to; second++) {
                liveness.received(at(second * 1_000L));
                assertThat(check(second * 1_000L)).isIn(ALIVE, PING_DUE);
            }
        }

        @Test
        void isLeftAtFiveSixthsWhileTheSessionCanBeSaved() {
            receiveEachSecond(1, 10);
            liveness.pinged(at(10_000));
            receiveEachSecond(11, 24);
            assertThat(nextCheck(24_000)).isEqualTo(25_000);
            liveness.received(at(25_000));

            assertThat(check(25_000)).isEqualTo(SUSPECT);
            liveness.received(at(25_005));
            assertThat(check(25_010)).isEqualTo(UNANSWERED);
        }

        @Test
        void isLeftTooIfRequestsSaveThePings() {
            for (int second = 1; second < 25; second++) {
                liveness.sent(at(second * 1_000L));
                receiveEachSecond(second, second);
            }

            assertThat(check(25_000)).isEqualTo(SUSPECT);
        }

        @Test
        void isNoneIfTheAnswerComesBetweenTheLooks() {
            liveness.pinged(at(10_000));
            receiveEachSecond(11, 24);
            assertThat(check(25_000)).isEqualTo(SUSPECT);
            liveness.received(at(25_005));
            liveness.pongReceived();

            assertThat(check(25_010)).isEqualTo(PING_DUE);
        }

        @Test
        void isNoneIfAnswersComeHoweverLate() {
            for (int second = 3; second < 55; second++) {
                liveness.sent(at(second * 1_000L));
                receiveEachSecond(second, second);
                liveness.answered(at(second / 3 * 1_000L));
            }
        }

        @Test
        void isFoundOutByAPingThatHadTimeToBeAnswered() {
            liveness.received(at(29_000));
            assertThat(check(29_000)).isEqualTo(PING_DUE);
            liveness.pinged(at(29_000));

            receiveEachSecond(29, 39);
        }

        @Test
        void hasTimeToAnswerFromItsBeginning() {
            liveness.unlinked();
            liveness.linked(at(24_000), WALL + 24_000, TIMEOUT);
            liveness.pinged(at(24_000));

            receiveEachSecond(24, 38);
            assertThat(check(39_000)).isEqualTo(SUSPECT);
        }
    }

    @Nested
    class SessionsEnd {

        /** An answer that comes one byte at a time and never ends. */
        @Test
        void bytesThatAreNoAnswersDoNotPutItOff() {
            liveness.pinged(at(10_000));
            liveness.received(at(39_999));

            assertThat(check(40_000)).isEqualTo(SUSPECT);
            liveness.received(at(40_005));
            assertThat(check(40_010)).isEqualTo(SESSION_DEAD);
        }

        @Test
        void anAnswerBetweenTheLooksPutsItOff() {
            liveness.pinged(at(10_000));
            liveness.received(at(39_999));
            check(40_000);
            liveness.pongReceived();

            assertThat(check(40_010)).isIn(ALIVE, PING_DUE);
            liveness.received(at(45_000));
            assertThat(check(50_000)).isEqualTo(SUSPECT);
        }

        @Test
        void sessionLivesFourThirdsFromTheSendingOfTheNewestAnsweredRequest() {
            liveness.answered(at(5_000));
            liveness.answered(at(3_000));
            liveness.unlinked();

            assertThat(nextCheck(6_000)).isEqualTo(45_000);
            assertThat(check(44_999)).isEqualTo(ALIVE);
            assertThat(check(45_000)).isEqualTo(SESSION_DEAD);
        }

        @Test
        void pongCountsFromItsPing() {
            liveness.pinged(at(10_000));
            liveness.received(at(15_000));
            liveness.pongReceived();
            liveness.unlinked();

            assertThat(check(49_999)).isEqualTo(ALIVE);
            assertThat(check(50_000)).isEqualTo(SESSION_DEAD);
        }

        @Test
        void pongThatNobodyAskedForCountsNothing() {
            liveness.pinged(at(10_000));
            liveness.pongReceived();
            liveness.pongReceived();
            liveness.unlinked();

            assertThat(check(50_000)).isEqualTo(SESSION_DEAD);
        }

        @Test
        void nextLinkAloneProvesNothing() {
            liveness.unlinked();
            liveness.linked(at(39_000), WALL + 39_000, TIMEOUT);

            assertThat(nextCheck(39_000)).isEqualTo(40_000);
            assertThat(check(40_000)).isEqualTo(SUSPECT);
            assertThat(check(40_010)).isEqualTo(SESSION_DEAD);
        }

        @Test
        void bytesWithoutAnAnswerKeepTheLinkButNotTheSession() {
            for (int second = 1; second < 40; second++) {
                liveness.received(at(second * 1_000L));
                assertThat(check(second * 1_000L)).isNotIn(LINK_DEAD, SESSION_DEAD);
            }
            check(40_000);

            assertThat(check(40_010)).isEqualTo(SESSION_DEAD);
        }
    }

    @Nested
    class SuspendedMachine {

        @Test
        void wallClockThatRanAheadByMoreThanAThirdDropsTheLink() {
            check(1_000);

            assertThat(liveness.check(at(2_000), WALL + 2_000 + 10_001)).isEqualTo(SLEPT);
        }

        @Test
        void smallStepsOfTheWallClockAreCorrections() {
            check(1_000);

            assertThat(liveness.check(at(2_000), WALL + 2_000 + 10_000)).isEqualTo(ALIVE);
            assertThat(liveness.check(at(3_000), WALL + 3_000 + 20_000)).isEqualTo(ALIVE);
        }

        @Test
        void wallClockSetBackMeansNothing() {
            assertThat(liveness.check(at(1_000), WALL - 3_600_000)).isEqualTo(ALIVE);
            assertThat(liveness.check(at(2_000), WALL - 3_599_000)).isEqualTo(ALIVE);
        }

        @Test
        void withoutALinkThereIsNothingToDrop() {
            liveness.unlinked();

            assertThat(liveness.check(at(1_000), WALL + 3_600_000)).isEqualTo(ALIVE);
        }
    }
}
