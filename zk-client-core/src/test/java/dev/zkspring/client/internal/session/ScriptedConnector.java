package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.internal.transport.Connector;
import dev.zkspring.client.internal.transport.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the attempts to connect until the test decides what becomes of them. */
final class ScriptedConnector implements Connector {

    private final SessionRig rig;

    private final Deque<Try> tries = new ArrayDeque<>();

    ScriptedConnector(SessionRig rig) {
        this.rig = rig;
    }

    @Override
    public Attempt connect(List<Endpoint> endpoints, Duration connectTimeout, Listener listener) {
        Try attempt = new Try(endpoints, connectTimeout, listener);
        tries.add(attempt);
        return attempt;
    }

    /** The attempt that must be under way. */
    Try next() {
        rig.run();
        tries.removeIf(each -> each.cancelled);
        assertThat(tries).as("attempts to connect").isNotEmpty();
        return tries.poll();
    }

    /** Whether nobody tries to connect. */
    boolean isIdle() {
        rig.run();
        tries.removeIf(each -> each.cancelled);
        return tries.isEmpty();
    }

    /** One attempt. */
    final class Try implements Attempt {

        final List<Endpoint> endpoints;

        final Duration connectTimeout;

        private final Listener listener;

        private boolean cancelled;

        Try(List<Endpoint> endpoints, Duration connectTimeout, Listener listener) {
            this.endpoints = endpoints;
            this.connectTimeout = connectTimeout;
            this.listener = listener;
        }

        List<String> hosts() {
            return endpoints.stream().map(each -> each.server().host()).toList();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        boolean isCancelled() {
            rig.run();
            return cancelled;
        }

        /** The first endpoint answers. */
        Peer accept() {
            return acceptFrom(endpoints.get(0));
        }

        /** This endpoint answers, and no other has been tried. */
        Peer acceptFrom(Endpoint endpoint) {
            Peer peer = new Peer(rig);
            Channel channel = link(peer);
            List<Endpoint> untried =
                    endpoints.stream().filter(each -> !each.equals(endpoint)).toList();
            listener.connected(channel, endpoint, untried);
            rig.run();
            return peer;
        }

        void fail() {
            Map<Endpoint, Throwable> causes = new LinkedHashMap<>();
            for (Endpoint endpoint : endpoints) {
                causes.put(endpoint, new ConnectException("Connection refused"));
                listener.attemptFailed(endpoint, causes.get(endpoint));
            }
            listener.failed(causes);
            rig.run();
        }
    }

    private Channel link(Peer peer) {
        LocalServerChannel server = new LocalServerChannel();
        server.pipeline().addLast(new Acceptor(peer));
        rig.register(server).bind(new LocalAddress(peer.getClass()));
        rig.run();
        LocalChannel client = new LocalChannel();
        client.config().setAutoRead(false);
        client.config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 * 1024, 256 * 1024));
        rig.register(client).connect(server.localAddress());
        rig.run();
        server.close();
        assertThat(client.isActive()).isTrue();
        return rig.observe(client);
    }

    /** Registers the server's end of a connection. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        private final ChannelHandler peer;

        Acceptor(ChannelHandler peer) {
            this.peer = peer;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel child = (Channel) message;
            child.pipeline().addLast(peer);
            rig.register(child);
        }
    }
}
