package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.ClientClosedException;
import dev.zkspring.client.error.RequestTimeoutException;
import dev.zkspring.client.error.TooManyRequestsException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reads of state watches, of which there may be far more than fit into the window. */
class WatchReadWindowTest {

    private SessionRig rig = SessionRig.connected(settings -> settings.maxInFlight = 1);

    private final Peer peer = rig.peer;

    private final StateWatcher watcher = new StateWatcher() {
        @Override
        public Executor executor() {
            return rig.callbackThreads;
        }

        @Override
        public void process(WatchEvent event) {}
    };

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void readOfAStateWatchIsSentThoughTheWindowIsFull() {
        rig.submit(new GetData("/a", false));
        Request<?> read = rig.submit(new GetData("/b", true), watcher);
        peer.expect(OpCode.GET_DATA, "/a");
        peer.expect(OpCode.GET_DATA, "/b");
        assertThat(read).isNotDone();
    }

    @Test
    void threadOfAStateWatchDoesNotWaitForRoom() {
        peer.hangUp();
        rig.submit(new GetData("/a", false));
        AtomicReference<Request<?>> read = new AtomicReference<>();
        Thread caller = new Thread(() -> read.set(rig.submit(new GetData("/b", true), watcher)));
        caller.start();
        await().until(() -> read.get() != null);
        assertThat(read.get()).isNotDone();

        Peer next = rig.connector.next().accept().grant().pong();
        next.expect(OpCode.GET_DATA, "/a");
        next.expect(OpCode.GET_DATA, "/b");
    }

    /** A server would have to hold the answers to all of them. */
    @Test
    void soManyReadsOfStateWatchesAreUnderWayAtATime() {
        List<Request<?>> reads = new ArrayList<>();
        for (int i = 0; i < StateReads.LIMIT + 250; i++) {
            reads.add(rig.submit(new GetData("/" + i, true), watcher));
        }
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < StateReads.LIMIT; i++) {
            frames.add(peer.expect(OpCode.GET_DATA, "/" + i));
        }
        peer.expectNothing();
        frames.subList(0, 250).forEach(frame -> peer.reply(frame, 1, Peer.node()));
        for (int i = StateReads.LIMIT; i < reads.size(); i++) {
            frames.add(peer.expect(OpCode.GET_DATA, "/" + i));
        }
        frames.subList(250, frames.size()).forEach(frame -> peer.reply(frame, 1, Peer.node()));
        rig.run();

        assertThat(reads).allMatch(CompletableFuture::isDone);
    }

    @Test
    void whatIsKeptForLaterFailsInTimeAndWithItsSession() {
        rig.close();
        rig = SessionRig.connected(settings -> settings.requestTimeout = Duration.ofSeconds(3));
        for (int i = 0; i < StateReads.LIMIT; i++) {
            rig.submit(new GetData("/" + i, true), watcher);
        }
        Request<?> kept = rig.submit(new GetData("/kept", true), watcher);
        rig.run();
        rig.advance(Duration.ofSeconds(2));
        Request<?> later = rig.submit(new GetData("/later", true), watcher);
        rig.run();
        rig.advance(Duration.ofSeconds(1));
        assertThat(Failures.of(kept)).isInstanceOf(RequestTimeoutException.class);
        assertThat(later).isNotDone();
        rig.session.stop(Duration.ZERO);
        rig.advance(Duration.ofMillis(1));

        assertThat(Failures.of(later)).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void readOfAStateWatchTakesNoRoom() {
        rig.submit(new GetData("/a", true), watcher);
        Request<?> call = rig.submit(new GetData("/b", false));
        Request<?> oneMore = rig.submit(new GetData("/c", false));
        rig.run();
        assertThat(call).isNotDone();
        assertThat(Failures.of(oneMore)).isInstanceOf(TooManyRequestsException.class);
    }
}
