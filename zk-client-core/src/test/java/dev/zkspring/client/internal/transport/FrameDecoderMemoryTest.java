package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends without end takes no more room than one frame. */
class FrameDecoderMemoryTest {

    private static final int LIMIT = 64 * 1024;

    private static final int PIECE = 1_000;

    private static final int TOTAL = 32 * LIMIT;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    private final FrameCounter frames = new FrameCounter();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 100, LIMIT, LIMIT + 1, TOTAL})
    void isBoundedWhateverTheLengthOfFrames(int length) {
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(new FrameDecoder(frames, LIMIT));
        ByteBuf frame = allocator.buffer().writeInt(length).writeZero(length);
        long outside = allocator.metric().usedHeapMemory();
        int sent = 0;
        while (sent < TOTAL) {
            ByteBuf piece = allocator.buffer(PIECE, PIECE);
            while (piece.isWritable()) {
                int start = sent % frame.readableBytes();
                int part = Math.min(piece.writableBytes(), frame.readableBytes() - start);
                piece.writeBytes(frame, start, part);
                sent += part;
            }
            channel.writeInbound(piece);
            assertThat(allocator.metric().usedHeapMemory() - outside).isLessThan(3L * LIMIT);
        }
        frame.release();

        assertThat(frames.seen).isBetween(sent / (length + Integer.BYTES), sent / (length + Integer.BYTES) + 1);
    }

    private static final class FrameCounter implements FrameListener {

        int seen;

        @Override
        public void bytesReceived() {}

        @Override
        public void frame(ByteBuf buffer, int index, int length) {
            seen++;
        }

        @Override
        public void oversizedFrame(int xid, int length) {
            seen++;
        }

        @Override
        public void broken(Exception reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void writabilityChanged() {}

        @Override
        public void closed() {}
    }
}
