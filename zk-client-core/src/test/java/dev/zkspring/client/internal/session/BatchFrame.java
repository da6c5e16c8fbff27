package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Several reads in one request as a server sees them, and what it answers. */
record BatchFrame(Frame frame, List<Integer> types, List<String> paths) {

    private static final int NO_TYPE = -1;

    /** A part of an answer. */
    interface Element extends Consumer<WireWriter> {}

    /** The next frame, which must be such a request. */
    static BatchFrame next(Peer peer) {
        Frame frame = peer.expect(OpCode.MULTI_READ);
        List<Integer> types = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        WireReader in = frame.body();
        int type = in.readInt();
        boolean done = in.readBoolean();
        in.readInt();
        while (!done) {
            types.add(type);
            paths.add(in.readString());
            assertThat(in.readBoolean()).as("asks for a watch").isFalse();
            type = in.readInt();
            done = in.readBoolean();
            in.readInt();
        }
        assertThat(in.remaining()).isZero();
        return new BatchFrame(frame, types, paths);
    }

    /** The paths of the next frame, which must be such a request. */
    static List<String> nextPaths(Peer peer) {
        return next(peer).paths();
    }

    /** Answers each read with a node whose one byte is its place, from 0 on. */
    void answerAll(Peer peer, long zxid) {
        peer.reply(frame, zxid, this::writeAll);
    }

    /** The same answer as a frame, to be sent together with others. */
    ByteBuf answerToAll(long zxid) {
        return Peer.answer(frame, zxid, this::writeAll);
    }

    private void writeAll(WireWriter out) {
        for (int i = 0; i < paths.size(); i++) {
            node(i).accept(out);
        }
        end().accept(out);
    }

    void answer(Peer peer, long zxid, Element... elements) {
        peer.reply(frame, zxid, out -> List.of(elements).forEach(each -> each.accept(out)));
    }

    static Element node(int... data) {
        return success(OpCode.GET_DATA, Peer.node(data));
    }

    static Element children(String... names) {
        return success(OpCode.GET_CHILDREN, out -> out.writeStrings(List.of(names)));
    }

    static Element success(OpCode opCode, Consumer<WireWriter> body) {
        return out -> {
            header(out, opCode.number(), false, 0);
            body.accept(out);
        };
    }

    static Element error(int code) {
        return out -> {
            header(out, NO_TYPE, false, code);
            out.writeInt(code);
        };
    }

    static Element end() {
        return out -> header(out, NO_TYPE, true, NO_TYPE);
    }

    private static void header(WireWriter out, int type, boolean done, int error) {
        out.writeInt(type);
        out.writeBoolean(done);
        out.writeInt(error);
    }
}
