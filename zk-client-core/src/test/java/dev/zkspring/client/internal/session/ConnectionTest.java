package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.internal.protocol.ConnectRequest;
import dev.zkspring.client.internal.protocol.ConnectResponse;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.protocol.Notification;
import dev.zkspring.client.internal.transport.Endpoint;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection without a session behind it. */
class ConnectionTest {

    private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 2181);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final AnswerList answers = new AnswerList();

    private final Connection connection = new Connection(
            channel,
            new Endpoint(SERVER, new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.port())),
            answers,
            new Liveness(),
            new TestSettings().build(),
            new ServerFeatures());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** As after two billion requests on one connection. */
    @Test
    void numbersOfRequestsBeginAgainAtOneBehindTheLargest() {
        connection.open(ConnectRequest.newSession(10_000, true));
        receive(Golden.bytes("connect.response"));
        connection.encoder().xid = Integer.MAX_VALUE - 1;
        RequestQueue queue = new RequestQueue();
        List.of("/a", "/b", "/c").forEach(path -> queue.add(Requests.get(path)));
        connection.write(queue);

        assertThat(sentNumbers()).containsExactly(Integer.MAX_VALUE, 1, 2);
        receive(reply(Integer.MAX_VALUE));
        receive(reply(1));
        receive(reply(2));
        assertThat(answers.paths).containsExactly("/a", "/b", "/c");
        assertThat(channel.isOpen()).isTrue();
    }

    /** As over TLS, where the other side is told of the end first. */
    @Test
    void whatComesBehindTheEndIsNotHeardOf() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // Later.
            }
        });
        connection.open(ConnectRequest.newSession(10_000, true));
        receive(Golden.bytes("connect.response"));
        RequestQueue queue = new RequestQueue();
        queue.add(Requests.get("/a"));
        connection.write(queue);
        connection.close(new LinkException("for a test"));
        receive(reply(1));

        assertThat(answers.paths).isEmpty();
    }

    private List<Integer> sentNumbers() {
        ByteBuf handshake = channel.readOutbound();
        handshake.release();
        ByteBuf batch = channel.readOutbound();
        List<Integer> numbers = new ArrayList<>();
        while (batch.isReadable()) {
            int length = batch.readInt();
            numbers.add(batch.getInt(batch.readerIndex()));
            batch.skipBytes(length);
        }
        batch.release();
        return numbers;
    }

    private static byte[] reply(int xid) {
        byte[] reply = Golden.bytes("getData.response");
        Unpooled.wrappedBuffer(reply).setInt(0, xid);
        return reply;
    }

    private void receive(byte[] payload) {
        channel.writeInbound(Unpooled.buffer().writeInt(payload.length).writeBytes(payload));
    }

    private static final class AnswerList implements ConnectionOwner {

        final List<String> paths = new ArrayList<>();

        @Override
        public void handshakeAnswered(Connection connection, ConnectResponse response) {}

        @Override
        public void answered(Request<?> request, long zxid, int error, WireReader body) {
            paths.add(request.operation().path());
        }

        @Override
        public void dropped(Request<?> request, ErrorCode code, Outcome outcome, String detail) {}

        @Override
        public void serverError(int error) {}

        @Override
        public void notified(Notification notification, long zxid) {}

        @Override
        public void writable(Connection connection) {}

        @Override
        public void disconnected(Connection connection, Exception cause) {}
    }
}
