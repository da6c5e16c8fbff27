package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The race on real sockets. */
class SocketConnectionRaceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EventLoopGroup group = EventLoops.newLoop("race");

    private final EventLoop loop = group.next();

    private final Visitor visitor = new Visitor();

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aRefusedPortMakesWayForTheNextEndpointAndNoEarlyByteIsLost() throws Exception {
        try (ScriptedServer server = new ScriptedServer(socket -> {
            ScriptedServer.write(socket, "welcome");
            return ScriptedServer.readToEnd(socket);
        })) {
            ServerAddress refusing = ScriptedServer.refusing();
            connect(ScriptedServer.endpoint(refusing), server.endpoint());

            assertThat(get(visitor.greeting)).isEqualTo("welcome");
            assertThat(get(visitor.winner)).isEqualTo(server.endpoint());
            assertThat(get(visitor.firstFailure)).isEqualTo(refusing + " connection refused on race-loop");
        }
    }

    @Test
    void aRefusedPortAloneIsAFailure() throws Exception {
        Endpoint refusing = ScriptedServer.endpoint(ScriptedServer.refusing());
        connect(refusing);

        assertThat(get(visitor.causes)).containsOnlyKeys(refusing);
    }

    @Test
    void cancellingBeforeTheConnectionStandsLeavesNoneOpen() throws Exception {
        CompletableFuture<Channel> dialed = new CompletableFuture<>();
        ConnectionRace race = new ConnectionRace(loop, (endpoint, timeout) -> {
            ChannelFuture connecting = EventLoops.bootstrap(loop, timeout).connect(endpoint.address());
            dialed.complete(connecting.channel());
            return connecting;
        });
        try (ScriptedServer server = new ScriptedServer(ScriptedServer::readToEnd)) {
            loop.execute(() -> {
                Connector.Attempt attempt = race.connect(List.of(server.endpoint()), TIMEOUT, visitor);
                // In the queue right behind the dialing.
                loop.execute(attempt::cancel);
            });

            assertThat(get(dialed).closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
            loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
            assertThat(visitor.winner).isNotDone();
            assertThat(visitor.causes).isNotDone();
        }
    }

    @Test
    void aFailureReportedOnAnotherThreadIsPassedOnTheLoop() throws Exception {
        Endpoint endpoint = ScriptedServer.endpoint(new ServerAddress("127.0.0.1", 1));
        ConnectionRace race = new ConnectionRace(
                loop,
                (target, timeout) -> new DefaultChannelPromise(new EmbeddedChannel(), GlobalEventExecutor.INSTANCE)
                        .setFailure(new IOException("Too many open files")));
        race.connect(List.of(endpoint), TIMEOUT, visitor);

        assertThat(get(visitor.firstFailure)).isEqualTo("127.0.0.1:1 IOException: Too many open files on race-loop");
        assertThat(get(visitor.causes)).containsOnlyKeys(endpoint);
    }

    private void connect(Endpoint... endpoints) {
        new ConnectionRace(loop).connect(List.of(endpoints), TIMEOUT, visitor);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static final class Visitor implements Connector.Listener {

        final CompletableFuture<Endpoint> winner = new CompletableFuture<>();

        final CompletableFuture<String> greeting = new CompletableFuture<>();

        final CompletableFuture<String> firstFailure = new CompletableFuture<>();

        final CompletableFuture<Map<Endpoint, Throwable>> causes = new CompletableFuture<>();

        @Override
        public void connected(Channel channel, Endpoint endpoint, List<Endpoint> untried) {
            winner.complete(endpoint);
            channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
                    greeting.complete(message.toString(StandardCharsets.UTF_8));
                    context.close();
                }
            });
            channel.config().setAutoRead(true);
        }

        @Override
        public void failed(Map<Endpoint, Throwable> failures) {
            causes.complete(failures);
        }

        @Override
        public void attemptFailed(Endpoint endpoint, Throwable cause) {
            String thread = Thread.currentThread().getName();
            firstFailure.complete(endpoint + " " + FailureReason.of(cause) + " on " + thread);
        }
    }
}
