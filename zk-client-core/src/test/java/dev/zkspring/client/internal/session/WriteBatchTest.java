package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.SetData;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the socket and the event loop are bothered: counts, since times would lie. */
class WriteBatchTest {

    private static final int BATCH_BYTES = 64 * 1024;

    /** Counts what goes to the socket. */
    private static final class Counter extends ChannelOutboundHandlerAdapter {

        private int writes;

        private int flushes;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            writes++;
            ctx.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes++;
            ctx.flush();
        }
    }

    private Counter counter;

    private SessionRig rig;

    private Peer peer;

    @BeforeEach
    void connect() {
        connect(settings -> {});
    }

    private void connect(Consumer<TestSettings> change) {
        rig = new SessionRig(change);
        counter = new Counter();
        rig.observer = channel -> channel.pipeline().addFirst(counter);
        rig.session.start();
        peer = rig.connector.next().accept().grant().pong();
        rig.peer = peer;
        rig.run();
        countAnew();
    }

    private void countAnew() {
        counter.writes = 0;
        counter.flushes = 0;
        peer.pieces = 0;
    }

    private void assertOneWriteAndOneFlush() {
        assertThat(counter.writes).isEqualTo(1);
        assertThat(counter.flushes).isEqualTo(1);
        assertThat(peer.pieces).isEqualTo(1);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1_500})
    void requestsThatWaitTogetherAreOneWriteAndOneFlush(int count) {
        for (int i = 0; i < count; i++) {
            rig.submit(new GetData("/node", false));
        }
        rig.run();

        assertOneWriteAndOneFlush();
        for (int xid = 1; xid <= count; xid++) {
            assertThat(peer.expect(OpCode.GET_DATA, "/node").xid()).isEqualTo(xid);
        }
    }

    @Test
    void moreThanABatchIsSeveralWritesButStillOneFlush() {
        int count = 12;
        for (int i = 0; i < count; i++) {
            rig.submit(new SetData("/node", new byte[BATCH_BYTES / 4], -1));
        }
        rig.run();

        assertThat(counter.writes).isEqualTo(count / 4);
        assertThat(counter.flushes).isEqualTo(1);
    }

    @Test
    void answersThatComeTogetherCauseNoWrites() {
        List<Request<?>> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requests.add(rig.submit(new GetData("/node", false)));
        }
        for (int i = 0; i < 100; i++) {
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node());
        }
        rig.run();

        assertThat(requests).allMatch(Request::isDone);
        assertThat(counter.writes).isEqualTo(1);
        assertThat(counter.flushes).isEqualTo(1);
    }

    @Test
    void requestsMadeByAnsweredOnesGoOutTogether() {
        for (int i = 0; i < 100; i++) {
            rig.submit(new GetData("/node", false)).thenRun(() -> rig.submit(new GetData("/next", false)));
        }
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            frames.add(peer.expect(OpCode.GET_DATA, "/node"));
        }
        ByteBuf answers = Unpooled.buffer();
        frames.forEach(frame -> answers.writeBytes(Peer.answer(frame, 1, Peer.node())));
        peer.sendRaw(answers);
        rig.run();

        assertThat(counter.writes).isEqualTo(2);
        assertThat(counter.flushes).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            peer.expect(OpCode.GET_DATA, "/next");
        }
    }

    @Test
    void socketThatTakesNoMoreStopsTheWritingUntilItDoes() {
        rig.stall();
        Request<?> request = rig.submit(new GetData("/node", false));
        rig.run();
        assertThat(counter.writes).isZero();
        assertThat(counter.flushes).isZero();
        rig.unstall();
        peer.reply(peer.expect(OpCode.GET_DATA, "/node"), 1, Peer.node());
        rig.run();

        assertThat(request).isCompleted();
    }

    @Test
    void requestsThatComeWhileTheLoopHasNotYetTakenThemCostOneWakeUp() {
        int[] drains = {0};
        PendingRequests[] pending = new PendingRequests[1];
        pending[0] = new PendingRequests(rig.loop, new TestSettings().build(), new Identity(null), () -> {
            drains[0]++;
            pending[0].take(true);
            pending[0].rest();
        });
        for (int i = 0; i < 1_000; i++) {
            pending[0].submit(new Request<>(new GetData("/node", false), Chroot.NONE, null, null));
        }
        rig.run();
        assertThat(drains[0]).isEqualTo(1);
        pending[0].submit(new Request<>(new GetData("/node", false), Chroot.NONE, null, null));
        rig.run();

        assertThat(drains[0]).isEqualTo(2);
    }

    /** With their default setting they share requests, 64 at most. */
    @Nested
    class ReadsThatShareRequests {

        private static final int SHARED = 64;

        private final BulkArmingFixture.State watcher = new BulkArmingFixture.State();

        @BeforeEach
        void share() {
            stop();
            connect(settings -> settings.readBatching = true);
            rig.learnSmallAnswers();
            countAnew();
        }

        @ParameterizedTest
        @ValueSource(ints = {2, SHARED, 10 * SHARED})
        void areOneWriteAndOneFlushAndAFrameForEach64(int count) {
            for (int i = 0; i < count; i++) {
                rig.submit(new GetData("/node", false));
            }
            rig.run();

            assertOneWriteAndOneFlush();
            for (int left = count; left > 0; left -= SHARED) {
                assertThat(BatchFrame.nextPaths(peer)).hasSize(Math.min(left, SHARED));
            }
            peer.expectNothing();
        }

        @Test
        void goOutInOnePieceWithWritesBetweenThem() {
            for (int i = 0; i < 10; i++) {
                rig.submit(new GetData("/read", false));
                rig.submit(new GetData("/read", false));
                rig.submit(new SetData("/written", new byte[1], -1));
            }
            rig.run();

            assertOneWriteAndOneFlush();
            for (int i = 0; i < 10; i++) {
                assertThat(BatchFrame.nextPaths(peer)).hasSize(2);
                peer.expect(OpCode.SET_DATA, "/written");
            }
        }

        @Test
        void armTheirWatchesByOneFrameForAllThatWereAnsweredTogether() {
            int count = 4 * SHARED;
            for (int i = 0; i < count; i++) {
                rig.session.submit(new GetData("/node-" + i, true), watcher);
            }
            rig.run();
            assertOneWriteAndOneFlush();
            List<BatchFrame> batches = new ArrayList<>();
            for (int i = 0; i < count / SHARED; i++) {
                batches.add(BatchFrame.next(peer));
            }
            countAnew();
            ByteBuf answers = Unpooled.buffer();
            batches.forEach(batch -> answers.writeBytes(batch.answerToAll(1)));
            peer.sendRaw(answers);
            rig.run();

            assertOneWriteAndOneFlush();
            assertThat(peer.expect(OpCode.SET_WATCHES).lists().data()).hasSize(count);
            peer.expectNothing();
        }
    }

    @Test
    void framesOfTheSessionsOwnAreThoseOfTheProtocol() {
        rig.advance(TestSettings.TIMEOUT.dividedBy(3));
        assertThat(peer.next().bytes()).isEqualTo(Golden.bytes("ping.request"));
        for (int i = 0; i < 6; i++) {
            rig.submit(new GetData("/node", false));
            peer.expect(OpCode.GET_DATA);
        }
        rig.stop();

        assertThat(peer.next().bytes()).isEqualTo(Golden.bytes("closeSession.request"));
    }
}
