package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LazyTimerTest {

    private final MockTicker clock = Ticker.newMockTicker();

    private final ManualIoEventLoop loop =
            new ManualIoEventLoop(null, Thread.currentThread(), LocalIoHandler.newFactory(), clock);

    private int fired;

    private final LazyTimer timer = new LazyTimer(loop, () -> fired++);

    @AfterEach
    void shutDown() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        loop.runNow();
    }

    private void ensure(long millis) {
        timer.ensure(clock.initialNanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void advance(long millis) {
        clock.advanceMillis(millis);
        loop.runNow();
    }

    @Test
    void timerFiresOnceAtItsTime() {
        ensure(10);
        advance(9);
        assertThat(fired).isZero();
        advance(1);
        assertThat(fired).isEqualTo(1);
        advance(100);

        assertThat(fired).isEqualTo(1);
    }

    @Test
    void laterTimeLeavesItAsItIs() {
        ensure(10);
        ensure(50);
        advance(10);

        assertThat(fired).isEqualTo(1);
        advance(100);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void earlierTimeMovesIt() {
        ensure(50);
        ensure(10);
        advance(10);
        assertThat(fired).isEqualTo(1);
        advance(100);

        assertThat(fired).isEqualTo(1);
    }

    @Test
    void timeInThePastFiresAtOnce() {
        advance(20);
        ensure(10);
        advance(0);

        assertThat(fired).isEqualTo(1);
    }

    @Test
    void cancelledTimerStaysSilentUntilItIsSetAgain() {
        ensure(10);
        timer.cancel();
        advance(20);
        assertThat(fired).isZero();
        ensure(30);
        advance(10);

        assertThat(fired).isEqualTo(1);
    }
}
