package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the race, on a clock and with channels under control. */
class ConnectionRaceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Endpoint A = endpoint(1);

    private static final Endpoint B = endpoint(2);

    private static final Endpoint C = endpoint(3);

    private static final IOException REFUSED = new IOException("refused");

    private final MockTicker clock = Ticker.newMockTicker();

    private final EmbeddedChannel loop = EmbeddedChannel.builder().ticker(clock).build();

    private final Map<Endpoint, ChannelPromise> dialed = new LinkedHashMap<>();

    private final List<String> calls = new ArrayList<>();

    private final ConnectionRace race = new ConnectionRace(loop.eventLoop(), this::dial);

    @Nested
    class Joining {

        @Test
        void theFirstEndpointStartsAtOnceAndAlone() {
            start(A, B, C);

            assertThat(dialed).containsOnlyKeys(A);
        }

        @Test
        void theNextOneJoinsEvery250Milliseconds() {
            start(A, B, C);
            pass(249);
            assertThat(dialed).containsOnlyKeys(A);
            pass(1);
            assertThat(dialed).containsOnlyKeys(A, B);
            pass(249);
            assertThat(dialed).containsOnlyKeys(A, B);
            pass(1);
            assertThat(dialed).containsOnlyKeys(A, B, C);
        }

        @Test
        void theNextOneJoinsAtOnceWhenARunningOneFailsAndHasItsOwnHeadStart() {
            start(A, B, C);
            pass(200);
            dialed.get(A).setFailure(REFUSED);
            assertThat(dialed).containsOnlyKeys(A, B);
            pass(249);
            assertThat(dialed).containsOnlyKeys(A, B);
            pass(1);
            assertThat(dialed).containsOnlyKeys(A, B, C);
        }

        @Test
        void nobodyJoinsAfterTheEnd() {
            start(A, B);
            dialed.get(A).setSuccess();
            pass(1000);

            assertThat(dialed).containsOnlyKeys(A);
        }
    }

    @Nested
    class Winning {

        @Test
        void theFirstEstablishedConnectionIsHandedOverOpen() {
            start(A, B);
            pass(250);
            dialed.get(B).setSuccess();

            assertThat(calls).containsExactly("connected " + B + " untried [" + A + "]");
            assertThat(channel(B).isOpen()).isTrue();
        }

        @Test
        void closesAllOthers() {
            start(A, B, C);
            pass(250);
            dialed.get(A).setSuccess();

            assertThat(channel(B).isOpen()).isFalse();
        }

        @Test
        void closesOneThatIsEstablishedTooLate() {
            start(A, B);
            pass(250);
            dialed.get(A).setSuccess();
            calls.clear();
            dialed.get(B).setSuccess();

            assertThat(channel(B).isOpen()).isFalse();
            assertThat(channel(A).isOpen()).isTrue();
            assertThat(calls).isEmpty();
        }

        @Test
        void leavesThoseUntriedThatDidNotFail() {
            start(A, B, C);
            dialed.get(A).setFailure(REFUSED);
            dialed.get(B).setSuccess();

            assertThat(calls).containsExactly("attemptFailed " + A, "connected " + B + " untried [" + C + "]");
        }
    }

    @Nested
    class Failing {

        @Test
        void namesEachCauseInTheOrderOfTheFailures() {
            start(A, B);
            pass(250);
            dialed.get(B).setFailure(REFUSED);
            assertThat(calls).containsExactly("attemptFailed " + B);
            dialed.get(A).setFailure(REFUSED);

            assertThat(calls)
                    .containsExactly("attemptFailed " + B, "attemptFailed " + A, "failed [" + B + ", " + A + "]");
            assertThat(channel(A).isOpen()).isFalse();
            assertThat(channel(B).isOpen()).isFalse();
        }

        @Test
        void withoutEndpointsHasNoCauses() {
            start();

            assertThat(calls).containsExactly("failed []");
        }
    }

    @Nested
    class Cancelling {

        @Test
        void closesWhatRunsAndCallsNobody() {
            Connector.Attempt attempt = start(A, B, C);
            pass(250);
            attempt.cancel();
            attempt.cancel();
            assertThat(channel(A).isOpen()).isFalse();
            assertThat(channel(B).isOpen()).isFalse();

            dialed.get(A).tryFailure(REFUSED);
            dialed.get(B).trySuccess();
            pass(1000);
            assertThat(calls).isEmpty();
            assertThat(dialed).containsOnlyKeys(A, B);
        }

        @Test
        void beforeTheLoopComesToItDialsNobody() {
            Connector.Attempt attempt = race.connect(List.of(A), TIMEOUT, new Recorder());
            assertThat(dialed).isEmpty();
            attempt.cancel();
            loop.runPendingTasks();

            assertThat(dialed).isEmpty();
            assertThat(calls).isEmpty();
        }

        @Test
        void fromTheCallbackOfAFailureEndsTheRace() {
            Connector.Attempt[] attempt = new Connector.Attempt[1];
            attempt[0] = race.connect(List.of(A, B), TIMEOUT, new Recorder() {
                @Override
                public void attemptFailed(Endpoint endpoint, Throwable cause) {
                    attempt[0].cancel();
                }
            });
            loop.runPendingTasks();
            dialed.get(A).setFailure(REFUSED);

            assertThat(dialed).containsOnlyKeys(A);
            assertThat(calls).isEmpty();
        }

        @Test
        void afterTheVictoryLeavesTheConnectionOpen() {
            Connector.Attempt attempt = start(A);
            dialed.get(A).setSuccess();
            attempt.cancel();

            assertThat(channel(A).isOpen()).isTrue();
        }
    }

    private Connector.Attempt start(Endpoint... endpoints) {
        Connector.Attempt attempt = race.connect(List.of(endpoints), TIMEOUT, new Recorder());
        assertThat(calls).as("calls before connect returned").isEmpty();
        loop.runPendingTasks();
        return attempt;
    }

    private void pass(long millis) {
        clock.advanceMillis(millis);
        loop.runPendingTasks();
    }

    private ChannelFuture dial(Endpoint endpoint, Duration timeout) {
        assertThat(timeout).isEqualTo(TIMEOUT);
        ChannelPromise promise = new EmbeddedChannel().newPromise();
        dialed.put(endpoint, promise);
        return promise;
    }

    private Channel channel(Endpoint endpoint) {
        return dialed.get(endpoint).channel();
    }

    private static Endpoint endpoint(int last) {
        try {
            InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
            return new Endpoint(new ServerAddress("zk" + last, 2181), new InetSocketAddress(ip, 2181));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private class Recorder implements Connector.Listener {

        @Override
        public void connected(Channel channel, Endpoint endpoint, List<Endpoint> untried) {
            assertThat(channel).isSameAs(ConnectionRaceTest.this.channel(endpoint));
            calls.add("connected " + endpoint + " untried " + untried);
        }

        @Override
        public void failed(Map<Endpoint, Throwable> causes) {
            assertThat(causes.values()).allSatisfy(cause -> assertThat(cause).isSameAs(REFUSED));
            calls.add("failed " + causes.keySet());
        }

        @Override
        public void attemptFailed(Endpoint endpoint, Throwable cause) {
            calls.add("attemptFailed " + endpoint);
        }
    }
}
