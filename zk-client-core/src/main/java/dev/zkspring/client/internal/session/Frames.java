package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** Writes frames: a length, which is known only when the rest is written, and a payload. */
final class Frames {

    private static final int INITIAL_CAPACITY = 64;

    private Frames() {}

    /** Leaves room for the length. */
    static int begin(ByteBuf buffer) {
        int start = buffer.writerIndex();
        buffer.writeInt(0);
        return start;
    }

    /** Fills in the length of the frame that began there. */
    static void end(ByteBuf buffer, int start) {
        buffer.setInt(start, buffer.writerIndex() - start - Integer.BYTES);
    }

    /** A whole frame. */
    static ByteBuf of(ByteBufAllocator allocator, Consumer<WireWriter> payload) {
        ByteBuf frame = allocator.ioBuffer(INITIAL_CAPACITY);
        int start = begin(frame);
        payload.accept(new WireWriter(frame));
        end(frame, start);
        return frame;
    }

    /** A whole frame with the header of a request. */
    static ByteBuf of(ByteBufAllocator allocator, int number, OpCode opCode, Consumer<WireWriter> body) {
        return of(allocator, out -> {
            out.writeInt(number);
            out.writeInt(opCode.number());
            body.accept(out);
        });
    }
}
