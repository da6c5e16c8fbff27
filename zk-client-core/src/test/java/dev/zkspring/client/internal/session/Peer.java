package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Xid;
import dev.zkspring.client.internal.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/** The server's end of one connection: shows what was received frame by frame, and answers what the test tells it. */
final class Peer extends ChannelInboundHandlerAdapter {

    static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11);

    private static final int SYNC_CONNECTED = 3;

    private final SessionRig rig;

    private final ByteBuf received = Unpooled.buffer();

    private final Deque<Frame> frames = new ArrayDeque<>();

    private Channel channel;

    /** Buffers that arrived; many requests may be in one. */
    int pieces;

    Peer(SessionRig rig) {
        this.rig = rig;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        pieces++;
        received.writeBytes(piece);
        piece.release();
        while (received.readableBytes() >= 4
                && received.readableBytes() - 4 >= received.getInt(received.readerIndex())) {
            byte[] frame = new byte[received.readInt()];
            received.readBytes(frame);
            frames.add(new Frame(frame));
        }
    }

    /** The next frame, whatever it is. */
    Frame next() {
        rig.run();
        assertThat(frames).as("frames that the server received").isNotEmpty();
        return frames.poll();
    }

    Frame expect(OpCode opCode) {
        Frame frame = next();
        assertThat(frame).matches(it -> it.is(opCode), "is " + opCode.wireName());
        return frame;
    }

    Frame expect(OpCode opCode, String path) {
        Frame frame = expect(opCode);
        assertThat(frame.path()).isEqualTo(path);
        return frame;
    }

    void expectNothing() {
        rig.run();
        assertThat(frames).as("frames that the server received").isEmpty();
    }

    Frame.Connect expectConnect() {
        return next().connect();
    }

    /** Answers the ping that must come next. */
    Peer pong() {
        Frame ping = expect(OpCode.PING);
        assertThat(ping.xid()).isEqualTo(Xid.PING);
        return reply(ping, 0);
    }

    /** Answers all pings that came; there is nothing else. */
    void pongAll() {
        rig.run();
        while (!frames.isEmpty()) {
            pong();
        }
        rig.run();
    }

    Peer grant(long sessionId, byte[] password, boolean readOnly) {
        return send(out -> {
            out.writeInt(0);
            out.writeInt((int) TestSettings.TIMEOUT.toMillis());
            out.writeLong(sessionId);
            out.writeBytes(password);
            out.writeBoolean(readOnly);
        });
    }

    /** Takes the handshake and grants the rig's session. */
    Peer grant() {
        expectConnect();
        return grant(SessionRig.SESSION, SessionRig.PASSWORD, false);
    }

    /** Tells that the session is gone. */
    Peer sayExpired() {
        return send(out -> {
            out.writeInt(0);
            out.writeInt(0);
            out.writeLong(0);
            out.writeBytes(new byte[16]);
            out.writeBoolean(false);
        });
    }

    /** A successful answer without a body. */
    Peer reply(Frame request, long zxid) {
        return reply(request, zxid, out -> {});
    }

    Peer reply(Frame request, long zxid, Consumer<WireWriter> body) {
        return reply(request.xid(), zxid, 0, body);
    }

    Peer refuse(Frame request, long zxid, int error) {
        return reply(request.xid(), zxid, error, out -> {});
    }

    Peer reply(int xid, long zxid, int error, Consumer<WireWriter> body) {
        return send(out -> {
            out.writeInt(xid);
            out.writeLong(zxid);
            out.writeInt(error);
            body.accept(out);
        });
    }

    Peer event(int type, String path, long zxid) {
        return reply(Xid.NOTIFICATION, zxid, 0, out -> {
            out.writeInt(type);
            out.writeInt(SYNC_CONNECTED);
            out.writeString(path);
        });
    }

    /** A successful answer as a frame, to be sent by {@link #sendRaw} together with others. */
    static ByteBuf answer(Frame request, long zxid, Consumer<WireWriter> body) {
        return frame(out -> {
            out.writeInt(request.xid());
            out.writeLong(zxid);
            out.writeInt(0);
            body.accept(out);
        });
    }

    static Consumer<WireWriter> stat() {
        return out -> {
            for (long number : new long[] {STAT.czxid(), STAT.mzxid(), STAT.ctime(), STAT.mtime()}) {
                out.writeLong(number);
            }
            out.writeInt(STAT.version());
            out.writeInt(STAT.cversion());
            out.writeInt(STAT.aversion());
            out.writeLong(STAT.ephemeralOwner());
            out.writeInt(STAT.dataLength());
            out.writeInt(STAT.numChildren());
            out.writeLong(STAT.pzxid());
        };
    }

    static Consumer<WireWriter> node(int... data) {
        return out -> {
            byte[] bytes = new byte[data.length];
            Arrays.setAll(new int[data.length], i -> bytes[i] = (byte) data[i]);
            out.writeBytes(bytes);
            stat().accept(out);
        };
    }

    Peer send(Consumer<WireWriter> payload) {
        return sendRaw(frame(payload));
    }

    private static ByteBuf frame(Consumer<WireWriter> payload) {
        ByteBuf frame = Unpooled.buffer().writeInt(0);
        payload.accept(new WireWriter(frame));
        frame.setInt(0, frame.readableBytes() - 4);
        return frame;
    }

    Peer sendRaw(ByteBuf bytes) {
        channel.writeAndFlush(bytes);
        return this;
    }

    void hangUp() {
        channel.close();
        rig.run();
    }

    /** Whether the client ended the connection. */
    boolean isClosed() {
        rig.run();
        return !channel.isActive();
    }
}
