package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** One frame as the server received it, without its length. */
record Frame(byte[] bytes) {

    private static final int HEADER = 8;

    int xid() {
        return Unpooled.wrappedBuffer(bytes).getInt(0);
    }

    int type() {
        return Unpooled.wrappedBuffer(bytes).getInt(Integer.BYTES);
    }

    boolean is(OpCode opCode) {
        return bytes.length >= HEADER && type() == opCode.number();
    }

    WireReader body() {
        return new WireReader().reset(Unpooled.wrappedBuffer(bytes), HEADER, bytes.length - HEADER);
    }

    /** The path that the bodies of most requests begin with. */
    String path() {
        return body().readString();
    }

    /** The fields of a ConnectRequest. */
    Connect connect() {
        WireReader in = new WireReader().reset(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        in.readInt();
        return new Connect(in.readLong(), in.readInt(), in.readLong(), in.readBytes(), in.readBoolean());
    }

    record Connect(long lastZxid, int timeout, long sessionId, byte[] password, boolean readOnly) {}

    /** The fields of a SetWatches, with or without its last two lists. */
    Lists lists() {
        WireReader in = body();
        boolean all = is(OpCode.SET_WATCHES2);
        return new Lists(
                in.readLong(),
                in.readStrings(),
                in.readStrings(),
                in.readStrings(),
                all ? in.readStrings() : List.of(),
                all ? in.readStrings() : List.of());
    }

    record Lists(
            long relativeZxid,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive) {}

    /** The number behind the path: the mode of an addWatch, the type of a removeWatches. */
    int numberBehindPath() {
        WireReader in = body();
        in.readString();
        return in.readInt();
    }

    /** Whether a read asks for a watch. */
    boolean asksForWatch() {
        WireReader in = body();
        in.readString();
        return in.readBoolean();
    }

    @Override
    public String toString() {
        String name = "connect or unknown";
        for (OpCode opCode : OpCode.values()) {
            name = is(opCode) ? opCode.wireName() + " xid " + xid() : name;
        }
        return "Frame[" + name + " " + ByteBufUtil.hexDump(bytes, 0, Math.min(bytes.length, 64)) + "]";
    }
}
