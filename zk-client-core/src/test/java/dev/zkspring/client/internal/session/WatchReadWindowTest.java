package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zkspring.client.data.StateWatcher;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.error.TooManyRequestsException;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reads of state watches, of which there may be far more than fit into the window. */
class WatchReadWindowTest {

    private final SessionRig rig = SessionRig.connected(settings -> settings.maxInFlight = 1);

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
