package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.internal.protocol.GetData;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a session looks for a server, seen from outside. */
class DialerTest {

    private SessionRig rig = new SessionRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void roundsFollowEachOtherWithTheDelaysOfThePolicy() {
        rig.session.start();
        for (long delay : new long[] {100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
            rig.connector.next().fail();
            rig.advance(Duration.ofMillis(delay - 1));
            assertThat(rig.connector.isIdle()).as("before %d ms", delay).isTrue();
            rig.advance(Duration.ofMillis(1));
        }

        assertThat(rig.connector.next().hosts()).containsExactly("zk1", "zk2", "zk3");
    }

    @Test
    void sessionInDangerWaitsForATenthOfItsTimeoutAtMost() {
        rig.close();
        rig = SessionRig.connected();
        rig.peer.hangUp();
        for (long delay : new long[] {100, 200, 400, 800, 1600, 3200, 6000, 6000}) {
            rig.connector.next().fail();
            rig.advance(Duration.ofMillis(delay - 1));
            assertThat(rig.connector.isIdle()).as("before %d ms", delay).isTrue();
            rig.advance(Duration.ofMillis(1));
        }

        assertThat(rig.connector.isIdle()).isFalse();
    }

    @Test
    void firstFailoverIsAtOnce() {
        rig.close();
        rig = SessionRig.connected();
        rig.peer.hangUp();

        assertThat(rig.connector.isIdle()).isFalse();
    }

    @Test
    void serverThatTakesAndDropsSessionsIsNotAskedWithoutAPause() {
        rig.close();
        rig = SessionRig.justConnected(settings -> {});
        rig.peer.hangUp();
        rig.connector.next().accept().grant().hangUp();
        for (long delay : new long[] {100, 200, 400}) {
            rig.advance(Duration.ofMillis(delay - 1));
            assertThat(rig.connector.isIdle()).as("before %d ms", delay).isTrue();
            rig.advance(Duration.ofMillis(1));
            rig.connector.next().accept().grant().hangUp();
        }
    }

    @Test
    void failuresAreKnownByServerUntilConnected() {
        rig.session.start();
        rig.connector.next().fail();

        assertThat(rig.session.connectFailures())
                .hasSize(3)
                .containsEntry(new ServerAddress("zk1", 2181), "connection refused");

        rig.advance(Duration.ofMillis(100));
        rig.connector.next().accept().grant();
        rig.run();
        assertThat(rig.session.connectFailures()).isEmpty();
    }

    @Test
    void connectTimeoutIsSharedByTheAddresses() {
        rig.close();
        rig = new SessionRig(settings -> settings.connectTimeout = null);
        rig.session.start();

        assertThat(rig.connector.next().connectTimeout).isEqualTo(Duration.ofSeconds(5));
        assertThat(settingsWithout().connectTimeout(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settingsWithout().connectTimeout(10)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settingsWithout().connectTimeout(1_000)).isEqualTo(Duration.ofMillis(250));
    }

    private static SessionSettings settingsWithout() {
        TestSettings settings = new TestSettings();
        settings.connectTimeout = null;
        return settings.build();
    }

    @Test
    void exhaustedPolicyEndsTheSessionAndIsNamed() {
        rig.close();
        rig = new SessionRig(settings -> settings.connectionRetry = settings.connectionRetry.withMaxRetries(1));
        CompletableFuture<Void> started = rig.session.start();
        Request<?> waiting = rig.submit(new GetData("/a", false));
        rig.connector.next().fail();
        rig.advance(Duration.ofMillis(100));
        rig.connector.next().fail();

        assertThat(rig.phase()).isEqualTo(SessionPhase.CLOSED);
        assertThat(started).isCompletedExceptionally();
        assertThat(Failures.of(waiting))
                .isInstanceOf(ClientClosedException.class)
                .hasMessageContaining("retry policy gave up")
                .hasMessageContaining("maxRetries=1")
                .hasMessageContaining("connection refused");
        Request<?> later = rig.submit(new GetData("/a", false));
        rig.run();
        assertThat(Failures.of(later)).hasMessageContaining("retry policy gave up");
        assertThat(rig.states()).isEmpty();
    }

    @Test
    void exhaustedPolicyLosesTheSessionAndAStartRevivesTheClient() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.connectionRetry = settings.connectionRetry.withMaxRetries(0));
        rig.peer.hangUp();
        rig.connector.next().fail();
        assertThat(rig.states())
                .containsExactly("LOST>CONNECTED", "CONNECTED>SUSPENDED", "SUSPENDED>LOST RETRIES_EXHAUSTED");

        rig.session.start();
        Peer peer = rig.connector.next().accept();
        assertThat(peer.expectConnect().sessionId()).isZero();
        peer.grant(1, SessionRig.PASSWORD, false);
        assertThat(rig.phase()).isEqualTo(SessionPhase.CONNECTED);
    }
}
