package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.internal.watch.CallbackDispatcher;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionPhaseTest {

    /** By hand from the design: SUSPENDED only from CONNECTED, LOST from everywhere, CONNECTED to LOST only on purpose. */
    @ParameterizedTest
    @CsvSource({
        "CLOSED, CONNECTING",
        "CONNECTING, CONNECTED CONNECTED_READ_ONLY CLOSED AUTH_FAILED",
        "CONNECTED, RECONNECTING CLOSING AUTH_FAILED",
        "CONNECTED_READ_ONLY, RECONNECTING CLOSING AUTH_FAILED",
        "RECONNECTING, CONNECTED CONNECTED_READ_ONLY EXPIRED CLOSED AUTH_FAILED",
        "EXPIRED, CONNECTING CLOSED",
        "CLOSING, CLOSED",
        "AUTH_FAILED, CONNECTING CLOSED",
    })
    void phaseHasItsSuccessors(SessionPhase phase, String successors) {
        Set<SessionPhase> expected = EnumSet.noneOf(SessionPhase.class);
        for (String name : successors.split(" ")) {
            expected.add(SessionPhase.valueOf(name));
        }

        assertThat(phase.successors()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(SessionPhase.class)
    void everyPhaseCanBeReachedAndLeftForTheEnd(SessionPhase phase) {
        assertThat(reachableFrom(SessionPhase.CLOSED)).contains(phase);
        assertThat(reachableFrom(phase)).contains(SessionPhase.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(SessionPhase.class)
    void listenersNeverSeeASuspensionOfWhatWasLost(SessionPhase phase) {
        if (phase.connectionState() == ConnectionState.LOST) {
            assertThat(phase.successors()).noneMatch(it -> it.connectionState() == ConnectionState.SUSPENDED);
        }
    }

    @Test
    void edgeThatIsNotInTheTableIsRefused() {
        EventLoop loop = new DefaultEventLoop();
        StateMachine machine = new StateMachine(
                "test", loop, new ConnectionListeners(new CallbackDispatcher(Runnable::run)), new Observers());
        loop.submit(() -> assertThatIllegalStateException()
                        .isThrownBy(
                                () -> machine.transitionTo(Transition.suspended(machine.snapshot(), new Exception())))
                        .withMessageContaining("RECONNECTING after CLOSED (expected: one of [CONNECTING])"))
                .syncUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static Set<SessionPhase> reachableFrom(SessionPhase start) {
        Set<SessionPhase> reached = EnumSet.noneOf(SessionPhase.class);
        Deque<SessionPhase> open = new ArrayDeque<>(Set.of(start));
        while (!open.isEmpty()) {
            open.pop().successors().stream().filter(reached::add).forEach(open::push);
        }
        return reached;
    }
}
