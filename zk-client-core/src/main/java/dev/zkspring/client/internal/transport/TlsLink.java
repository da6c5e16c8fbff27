package dev.zkspring.client.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;

/**
 * Stands behind the TLS handler of a connection: reports the end of the handshake, and from then on passes everything
 * on, failures in plain words. Owned by the event loop.
 */
final class TlsLink extends ChannelInboundHandlerAdapter {

    private final TlsFailures failures;

    private final ChannelPromise ready;

    private boolean endAnnounced;

    /** The promise succeeds when the handshake is done; the channel does not read then. */
    TlsLink(TlsFailures failures, ChannelPromise ready) {
        this.failures = failures;
        this.ready = ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(true);
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            end(context, handshake);
            return;
        }
        if (event instanceof SslCloseCompletionEvent close) {
            endAnnounced |= close.isSuccess();
        }
        if (event == ChannelInputShutdownEvent.INSTANCE && !endAnnounced) {
            context.fireExceptionCaught(new LinkException("connection cut: it ended without the end of TLS"));
            return;
        }
        context.fireUserEventTriggered(event);
    }

    private void end(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            context.channel().config().setAutoRead(false);
            ready.trySuccess();
        } else {
            ready.tryFailure(failures.ofHandshake(handshake.cause()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (ready.isSuccess()) {
            context.fireExceptionCaught(failures.ofConnection(cause));
        } else {
            // Nobody else listens yet.
            ready.tryFailure(failures.ofHandshake(cause));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready.tryFailure(failures.ofHandshake(new ClosedChannelException()));
        context.fireChannelInactive();
    }
}
