package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.FuzzSeeds;
import dev.zkspring.client.internal.protocol.Golden;
import dev.zkspring.client.internal.transport.LinkException;
import dev.zkspring.client.internal.wire.WireFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * What must be true of a session whatever a server sends: it comes to rest, every request ends, every buffer is given
 * back, and the link ends for a reason in words.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FuzzedSession {

    static final int LIMIT = 1_024;

    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.zkspring");

    private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");

    private final ListAppender<ILoggingEvent> complaints = new ListAppender<>();

    @BeforeAll
    void listenToNetty() {
        ours.setLevel(Level.ERROR);
        complaints.start();
        netty.addAppender(complaints);
    }

    @AfterAll
    void stopListening() {
        ours.setLevel(null);
        netty.detachAppender(complaints);
    }

    /** The frame with the golden answer of this name to the request of this number. */
    static byte[] answer(String name, int xid) {
        byte[] reply = Golden.bytes(name + ".response");
        ByteBuffer.wrap(reply).putInt(xid);
        return FuzzSeeds.framed(reply);
    }

    /** Sends the input from a server, which hangs up then, and stops the session. */
    void play(SessionRig rig, Peer peer, byte[] input, List<? extends CompletableFuture<?>> pending) {
        List<ByteBuf> pieces = FuzzSeeds.pieces(input);
        for (ByteBuf piece : pieces) {
            peer.sendRaw(piece);
            rig.run();
        }
        peer.hangUp();
        rig.stop();

        String after = "after " + ByteBufUtil.hexDump(input);
        assertThat(pieces).as(after).allMatch(piece -> piece.refCnt() == 0);
        assertThat(pending).as(after).allMatch(CompletableFuture::isDone);
        assertThat(rig.events.stream().map(event -> event.cause()).filter(Objects::nonNull))
                .as(after)
                .allMatch(cause -> cause instanceof LinkException || cause instanceof WireFormatException);
        assertThat(rig.session.connectFailures().values()).as(after).noneMatch(reason -> reason.contains("Exception"));
        assertThat(complaints.list).as("what Netty found wrong %s", after).isEmpty();
    }
}
