package dev.zkspring.client.faults;

import static dev.zkspring.client.data.ConnectionState.CONNECTED;
import static dev.zkspring.client.data.ConnectionState.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.ConnectionEvent;
import dev.zkspring.client.data.ConnectionState;
import dev.zkspring.client.data.LostReason;
import dev.zkspring.client.it.ZkServerExtension;
import dev.zkspring.client.observe.ClientObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that gives a session back again and again, and answers nothing in it. */
class HandshakesOnlyIT {

    @RegisterExtension
    static final ZkServerExtension zk = new ZkServerExtension();

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** What a busy machine needs from the due time of a timer until the listener is told. */
    private static final Duration SLACK = Duration.ofMillis(250);

    private static final Duration CALLS = Duration.ofMillis(20);

    private static final Duration CUTS = Duration.ofMillis(700);

    private final LyingProxy proxy =
            zk.closeLater(LyingProxy.ofFrames(zk.server().start().port()));

    private final Lateness lateness = zk.closeLater(new Lateness());

    private final SessionBounds bounds = new SessionBounds(TIMEOUT, SLACK, lateness);

    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(2);

    private final AtomicLong answered = new AtomicLong();

    private final List<Told> story = new CopyOnWriteArrayList<>();

    private record Told(long at, ConnectionEvent event) {}

    @AfterEach
    void stop() {
        ticker.shutdownNow();
    }

    @Test
    void doNotKeepASessionAlive() {
        ZkClient client = zk.unstarted(
                proxy.address(),
                settings -> settings.sessionTimeout(TIMEOUT).observer(new ClientObserver() {
                    @Override
                    public void stateChanged(ConnectionEvent event) {
                        story.add(new Told(System.nanoTime(), event));
                    }
                }));
        client.start();
        repeat(CALLS, () -> read(client));
        await().until(() -> answered.get() != 0);
        proxy.tell(HandshakesOnlyIT::onlyHandshakes);
        repeat(CUTS, proxy::cut);
        await().atMost(TIMEOUT.multipliedBy(5)).until(() -> told(LOST).count() == 1);

        Told lost = told(LOST).findFirst().orElseThrow();
        assertThat(lost.event().lostReason()).isEqualTo(LostReason.EXPIRED_BY_CLOCK);
        assertThat(told(CONNECTED).count()).as("links of the session").isGreaterThan(3);
        assertThat(bounds.early(answered.get(), lost.at())).isNull();
        assertThat(bounds.unanswered(answered.get() + CALLS.toNanos(), lost.at()))
                .isNull();
    }

    private void repeat(Duration interval, Runnable what) {
        ticker.scheduleAtFixedRate(what, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read(ZkClient client) {
        long madeAt = System.nanoTime();
        client.async().exists("/").thenAccept(stat -> answered.accumulateAndGet(madeAt, Math::max));
    }

    private static void onlyHandshakes(byte[] said, OutputStream toClient) throws IOException {
        if (ServerFrame.isHandshake(said)) {
            toClient.write(said);
        }
    }

    private Stream<Told> told(ConnectionState state) {
        return story.stream().filter(told -> told.event().state() == state);
    }
}
