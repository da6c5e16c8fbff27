package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.ResponseTooLargeException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an answer is put together, byte by byte. */
class FourLetterWordCallTest {

    private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 2181);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final FourLetterWordCall call = new FourLetterWordCall(channel.eventLoop(), "srvr", SERVER, 8);

    @BeforeEach
    void connect() {
        call.connected(channel, ScriptedServer.endpoint(SERVER), List.of());
    }

    @AfterEach
    void end() {
        call.release();
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsTheWordAndNothingElse() {
        ByteBuf sent = channel.readOutbound();
        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("srvr");
        sent.release();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void joinsPiecesThatSplitACharacter() {
        byte[] text = "a\u00e9\u20ac".getBytes(StandardCharsets.UTF_8);
        for (byte one : text) {
            receive(one);
            assertThat(call.result()).isNotDone();
        }
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(call.result()).isCompletedWithValue("a\u00e9\u20ac");
    }

    @Test
    void takesAnAnswerOfExactlyTheLimit() {
        receive(new byte[8]);
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(call.result()).isCompletedWithValue("\0".repeat(8));
    }

    @Test
    void failsOnTheFirstByteBeyondTheLimitAndReleasesTheRest() {
        receive(new byte[8]);
        receive((byte) 1);
        receive(new byte[100]);

        assertThat(call.result())
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ResponseTooLargeException.class);
    }

    @Test
    void aConnectionThatClosesWithoutTheEndOfTheStreamIsALoss() {
        receive(new byte[3]);
        channel.close();

        assertThat(call.result())
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ConnectionLossException.class)
                .withMessageContaining("127.0.0.1:2181: connection closed after 3 bytes of the answer");
    }

    private void receive(byte... bytes) {
        ByteBuf part = Unpooled.copiedBuffer(bytes);
        channel.writeInbound(part);
        assertThat(part.refCnt()).isZero();
    }
}
