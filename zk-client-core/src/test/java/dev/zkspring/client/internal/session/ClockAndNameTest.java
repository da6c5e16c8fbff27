package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.internal.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a session cannot see by itself: that the machine slept, and that a name stands for another machine. */
class ClockAndNameTest {

    /** The session timeout is three times as long. */
    private static final Duration JUMP = TestSettings.TIMEOUT.dividedBy(3);

    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.EPOCH);

    private final SessionRig rig = SessionRig.connected(settings -> settings.wallClock = wall::get);

    @AfterEach
    void close() {
        rig.close();
    }

    /** Both clocks go on; the first ping is due then. */
    private void pass(Duration time, Duration onTheWall) {
        wall.updateAndGet(now -> now.plus(onTheWall));
        rig.advance(time);
    }

    @Nested
    class MachineThatSlept {

        @Test
        void leavesItsLinkAndAsksAnotherServerForTheSession() {
            pass(JUMP, JUMP.plus(JUMP).plusSeconds(2));
            assertThat(rig.peer.isClosed()).isTrue();
            assertThat(rig.phase()).isEqualTo(SessionPhase.RECONNECTING);
            assertThat(rig.events.get(1).cause()).hasMessageContaining("wall clock");
            Peer next = rig.connector.next().accept();
            assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
        }

        @Test
        void isNotSeenInAClockThatWasSetALittle() {
            pass(JUMP, JUMP.plus(JUMP).minusSeconds(2));
            assertThat(rig.peer.isClosed()).isFalse();
            rig.peer.pong();
        }

        @Test
        void isNotSeenInAClockThatWasSetBack() {
            pass(JUMP, JUMP.negated().multipliedBy(100));
            assertThat(rig.peer.isClosed()).isFalse();
        }
    }

    @Nested
    class NameOfAServer {

        @Test
        void isLookedUpAnewForEachRound() {
            rig.names = server -> at(server, 7);
            rig.peer.hangUp();
            ScriptedConnector.Try attempt = rig.connector.next();
            assertThat(attempt.endpoints)
                    .extracting(each -> each.address().getAddress().getHostAddress())
                    .containsOnly("127.0.0.7");
            attempt.fail();
            rig.names = server -> at(server, 8);
            rig.advance(Duration.ofMillis(100));
            ScriptedConnector.Try later = rig.connector.next();
            assertThat(later.endpoints)
                    .extracting(each -> each.address().getAddress().getHostAddress())
                    .containsOnly("127.0.0.8");
            Peer next = later.accept();
            assertThat(next.expectConnect().sessionId()).isEqualTo(SessionRig.SESSION);
        }

        private static Endpoint at(ServerAddress server, int lastByte) {
            try {
                InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) lastByte});
                return new Endpoint(server, new InetSocketAddress(address, server.port()));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
    }
}
