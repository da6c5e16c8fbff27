package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.wire.WireFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any stream, however the network cuts it, has the frames that a reader of the whole stream finds. */
class FrameDecoderFuzzTest {

    private static final int LIMIT = 200;

    private static final String BROKEN = "broken";

    static Stream<byte[]> streams() {
        List<byte[]> streams = new ArrayList<>();
        for (String name : Golden.names(".response")) {
            byte[] frame = FuzzSeeds.framed(Golden.bytes(name));
            streams.add(FuzzSeeds.inPieces(0, FuzzSeeds.joined(frame, frame)));
            streams.add(FuzzSeeds.inPieces(3, FuzzSeeds.joined(frame, frame)));
        }
        byte[] large = FuzzSeeds.framed(new byte[2 * LIMIT]);
        streams.add(FuzzSeeds.inPieces(50, FuzzSeeds.joined(large, FuzzSeeds.framed(new byte[20]))));
        streams.add(FuzzSeeds.inPieces(7, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        return FuzzSeeds.of(streams);
    }

    @MethodSource("streams")
    @FuzzTest
    void framesAreFoundHoweverTheStreamIsCut(byte[] input) {
        Recorder recorder = new Recorder();
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(recorder, LIMIT));
        recorder.channel = channel;
        List<ByteBuf> pieces = FuzzSeeds.pieces(input);
        for (ByteBuf piece : pieces) {
            if (channel.isOpen()) {
                channel.writeInbound(piece);
            } else {
                piece.release();
            }
        }
        channel.finishAndReleaseAll();

        assertThat(recorder.seen).as("stream %s", ByteBufUtil.hexDump(input)).isEqualTo(expected(input));
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }

    /** What the whole stream holds, by the rules of the protocol. */
    private static List<String> expected(byte[] input) {
        List<String> seen = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.wrap(input, Math.min(1, input.length), Math.max(0, input.length - 1));
        while (stream.remaining() >= Integer.BYTES) {
            int length = stream.getInt();
            if (length < 0 || length == 0x48545450 || length >>> 16 == 0x1503 || length >>> 16 == 0x1603) {
                seen.add(BROKEN);
                break;
            }
            if (length > LIMIT) {
                if (stream.remaining() < Integer.BYTES) {
                    break;
                }
                seen.add("oversized " + stream.getInt(stream.position()) + " " + length);
            } else if (stream.remaining() >= length) {
                seen.add(ByteBufUtil.hexDump(stream.array(), stream.position(), length));
            }
            stream.position(stream.position() + Math.min(length, stream.remaining()));
        }
        return seen;
    }

    private static final class Recorder implements FrameListener {

        final List<String> seen = new ArrayList<>();

        EmbeddedChannel channel;

        @Override
        public void bytesReceived() {}

        @Override
        public void frame(ByteBuf buffer, int index, int length) {
            seen.add(ByteBufUtil.hexDump(buffer, index, length));
        }

        @Override
        public void oversizedFrame(int xid, int length) {
            seen.add("oversized " + xid + " " + length);
        }

        @Override
        public void broken(Exception reason) {
            assertThat(reason).isInstanceOf(WireFormatException.class);
            seen.add(BROKEN);
            channel.close();
        }

        @Override
        public void writabilityChanged() {}

        @Override
        public void closed() {}
    }
}
