package dev.zkspring.client.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down what becomes of an attempt to connect, and what the winner receives. */
final class TlsVisitor implements Connector.Listener {

    final CompletableFuture<Channel> winner = new CompletableFuture<>();

    final CompletableFuture<String> greeting = new CompletableFuture<>();

    final CompletableFuture<Void> writableAgain = new CompletableFuture<>();

    final CompletableFuture<Map<Endpoint, Throwable>> causes = new CompletableFuture<>();

    final Queue<String> failures = new ConcurrentLinkedQueue<>();

    boolean reads = true;

    @Override
    public void connected(Channel channel, Endpoint endpoint, List<Endpoint> untried) {
        channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
                greeting.complete(message.toString(StandardCharsets.UTF_8));
            }

            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                if (context.channel().isWritable()) {
                    writableAgain.complete(null);
                }
            }
        });
        if (reads) {
            channel.config().setAutoRead(true);
        }
        winner.complete(channel);
    }

    @Override
    public void failed(Map<Endpoint, Throwable> all) {
        causes.complete(all);
    }

    @Override
    public void attemptFailed(Endpoint endpoint, Throwable cause) {
        failures.add(FailureReason.of(cause));
    }
}
