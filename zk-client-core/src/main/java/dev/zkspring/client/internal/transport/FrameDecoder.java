package dev.zkspring.client.internal.transport;

import dev.zkspring.client.internal.wire.WireFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds the frames in the stream and hands them on in place: {@code int32 length, payload}. */
public final class FrameDecoder extends ByteToMessageDecoder {

    private static final int HTTP = 0x48545450;

    /** TLS record type "alert" and the major version, where a length of less than 16 MiB begins with a zero byte. */
    private static final int TLS_ALERT = 0x1503;

    /** The same for the type "handshake". */
    private static final int TLS_HANDSHAKE = 0x1603;

    private final FrameListener listener;

    private final int maxLength;

    private int bytesToSkip;

    public FrameDecoder(FrameListener listener, int maxLength) {
        this.listener = listener;
        this.maxLength = maxLength;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        listener.bytesReceived();
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            while (ctx.channel().isActive() && (skip(in) || decodeFrame(in))) {
                // Each round consumes one frame or the rest of an oversized one.
            }
        } catch (WireFormatException e) {
            in.skipBytes(in.readableBytes());
            listener.broken(e);
        }
    }

    private boolean skip(ByteBuf in) {
        int skipped = Math.min(bytesToSkip, in.readableBytes());
        in.skipBytes(skipped);
        bytesToSkip -= skipped;
        return skipped > 0;
    }

    /** [length: 4][payload: length], the reader index stands on the length. */
    private boolean decodeFrame(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < Integer.BYTES) {
            return false;
        }
        int length = in.getInt(start);
        checkPeer(length, in);
        if (length > maxLength) {
            return decodeOversized(in, start, length);
        }
        if (in.readableBytes() - Integer.BYTES < length) {
            return false;
        }
        in.readerIndex(start + Integer.BYTES + length);
        listener.frame(in, start + Integer.BYTES, length);
        return true;
    }

    private boolean decodeOversized(ByteBuf in, int start, int length) {
        if (in.readableBytes() < 2 * Integer.BYTES) {
            return false;
        }
        listener.oversizedFrame(in.getInt(start + Integer.BYTES), length);
        in.skipBytes(Integer.BYTES);
        bytesToSkip = length;
        return true;
    }

    private static void checkPeer(int length, ByteBuf in) {
        if (length == HTTP) {
            int end = Math.min(in.readableBytes(), 64);
            String line = in.toString(in.readerIndex(), end, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new WireFormatException("an HTTP server answered, not ZooKeeper: \"" + line + "\"");
        }
        if (length >>> 16 == TLS_ALERT) {
            throw new WireFormatException(
                    "a TLS server answered with an alert; set TLS here, or use the plain port of the server");
        }
        if (length >>> 16 == TLS_HANDSHAKE) {
            throw new WireFormatException("a TLS handshake came; set TLS here, or use the plain port of the server");
        }
        if (length < 0) {
            throw new WireFormatException(
                    "frame length: " + length + " (expected: 0 or more); not a ZooKeeper server?");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        listener.allRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        listener.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.broken(cause instanceof Exception e ? e : new IllegalStateException(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        listener.closed();
    }
}
