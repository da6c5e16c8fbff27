package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Xid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Stands between a session and its channel, once {@link #on}, and answers every {@code getData} itself, so that next to
 * nothing but what the session allocates is allocated on the thread of the test.
 */
final class EchoServer extends ChannelOutboundHandlerAdapter {

    private static final int STAT_LENGTH = 68;

    private static final int HEADER = Connection.HEADER_LENGTH;

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
            answer(batch.getInt(at + 4), batch.getInt(at + 8));
        }
        batch.release();
    }

    private void answer(int xid, int opCode) {
        requests++;
        if (opCode == OpCode.GET_DATA.number()) {
            answers.writeInt(HEADER + Integer.BYTES + data.length + STAT_LENGTH);
            answers.writeInt(xid).writeLong(1).writeInt(0);
            answers.writeInt(data.length).writeBytes(data).writeZero(STAT_LENGTH);
        } else {
            answers.writeInt(HEADER)
                    .writeInt(xid)
                    .writeLong(xid == Xid.PING ? 0 : 1)
                    .writeInt(0);
        }
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
