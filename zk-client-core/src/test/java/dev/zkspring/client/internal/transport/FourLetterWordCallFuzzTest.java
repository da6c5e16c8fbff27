package dev.zkspring.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.admin.Recorded;
import dev.zkspring.client.data.ServerAddress;
import dev.zkspring.client.error.ZkException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any answer to a word, however it ends, ends the call and leaves no buffer behind. */
class FourLetterWordCallFuzzTest {

    private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 2181);

    private static final int LIMIT = 300;

    static Stream<byte[]> answers() {
        return FuzzSeeds.of(Stream.of(
                        Recorded.answer("srvr-3.9.5-leader"),
                        Recorded.answer("stat-3.9.5-leader"),
                        "srvr is not executed because it is not in the whitelist.\n",
                        "This ZooKeeper instance is not currently serving requests\n",
                        "")
                .map(text -> FuzzSeeds.inPieces(text.length() / 3, text.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    @MethodSource("answers")
    @FuzzTest
    void everyAnswerEndsTheCall(byte[] input) {
        for (boolean endOfStream : new boolean[] {true, false}) {
            EmbeddedChannel channel = new EmbeddedChannel();
            FourLetterWordCall call = new FourLetterWordCall(channel.eventLoop(), "srvr", SERVER, LIMIT);
            call.connected(channel, ScriptedServer.endpoint(SERVER), List.of());
            List<ByteBuf> pieces = FuzzSeeds.pieces(input);
            pieces.forEach(channel::writeInbound);
            if (endOfStream) {
                channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            } else {
                channel.close();
            }

            assertThat(call.result()).isDone();
            Object outcome = call.result()
                    .handle((text, failure) -> failure == null ? text : failure)
                    .join();
            assertThat(outcome).isInstanceOfAny(String.class, ZkException.class);
            assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
            call.release();
            channel.finishAndReleaseAll();
        }
    }
}
