package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.OpCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Stands between a session and its channel, once {@link #on}, and answers the requests of the hot path itself, so that
 * next to nothing but what the session allocates is allocated on the thread of the test.
 */
final class EchoServer extends ChannelOutboundHandlerAdapter {

    private static final int STAT_LENGTH = 68;

    private static final int MULTI_HEADER = 9;

    private final byte[] data;

    private final ByteBuf answers = Unpooled.buffer(1 << 20);

    private ChannelHandlerContext context;

    private boolean on;

    private int requests;

    EchoServer(int dataLength) {
        data = new byte[dataLength];
    }

    void on() {
        on = true;
    }

    int requests() {
        return requests;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!on) {
            ctx.write(message, promise);
            return;
        }
        ByteBuf batch = (ByteBuf) message;
        for (int at = batch.readerIndex(); at < batch.writerIndex(); at += Integer.BYTES + batch.getInt(at)) {
            answer(batch, at + 4);
        }
        batch.release();
    }

    private void answer(ByteBuf batch, int request) {
        int start = answers.writerIndex();
        int opCode = batch.getInt(request + 4);
        answers.writeInt(0).writeInt(batch.getInt(request)).writeLong(1).writeInt(0);
        if (opCode == OpCode.GET_DATA.number()) {
            node();
        } else if (opCode == OpCode.MULTI_READ.number()) {
            nodes(batch, request + 8);
        } else if (opCode == OpCode.CREATE.number()) {
            path(batch, request + 8);
        } else {
            answers.writeZero(STAT_LENGTH);
        }
        answers.setInt(start, answers.writerIndex() - start - Integer.BYTES);
        requests++;
    }

    private void node() {
        answers.writeInt(data.length).writeBytes(data).writeZero(STAT_LENGTH);
    }

    /** [length: 4][path], as it was asked for. */
    private void path(ByteBuf batch, int at) {
        answers.writeBytes(batch, at, Integer.BYTES + batch.getInt(at));
    }

    /** [type: 4][done: 1][error: 4] in front of each read and behind the last one. */
    private void nodes(ByteBuf batch, int first) {
        int at = first;
        while (batch.getByte(at + 4) == 0) {
            answers.writeInt(OpCode.GET_DATA.number()).writeByte(0).writeInt(0);
            node();
            int path = at + MULTI_HEADER;
            at = path + Integer.BYTES + batch.getInt(path) + 1;
        }
        answers.writeInt(-1).writeByte(1).writeInt(-1);
    }

    /** Lets all answers arrive in one read. */
    void deliver() {
        ByteBuf arriving = answers.retainedDuplicate();
        context.fireChannelRead(arriving);
        context.fireChannelReadComplete();
        answers.clear();
    }

    void release() {
        answers.release();
    }
}
