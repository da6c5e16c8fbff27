package dev.zkspring.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zkspring.client.error.ConnectionLossException;
import dev.zkspring.client.error.Outcome;
import dev.zkspring.client.error.ResponseTooLargeException;
import dev.zkspring.client.error.ZkException;
import dev.zkspring.client.internal.protocol.Delete;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.OpCode;
import dev.zkspring.client.internal.protocol.Xid;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a server sends in mid-session that no server should send. */
class MalformedStreamTest {

    private static final int LIMIT = 1_000;

    private final SessionRig rig = SessionRig.connected(settings -> settings.maxResponseSize = LIMIT);

    private final Peer peer = rig.peer;

    @AfterEach
    void close() {
        rig.close();
    }

    @Nested
    class Link {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "ffffffff | frame length: -1 (expected: 0 or more)",
                    "80000000 | frame length: -2147483648 (expected: 0 or more)",
                    "00000000 | frame length: 0 (expected: at least 16)",
                    "0000000100 | frame length: 1 (expected: at least 16)",
                    "0000000f000000000000000000000000000000 | frame length: 15 (expected: at least 16)",
                    "00001000ffffffff | frame length: 4096 (expected: at most 1000)",
                    "485454502f312e3120343030204e6f0d0a | an HTTP server answered",
                    "15030300020246 | a TLS server answered with an alert",
                    "160303004a0200004603035f | a TLS handshake came",
                    "00000010fffffff8000000000000000100000000 | answer to watches that were never set"
                })
        void endsForAReasonThatIsNamedAndTakesAWrittenChangeWithIt(String bytes, String reason) {
            Request<?> change = rig.submit(new Delete("/a", -1));
            peer.expect(OpCode.DELETE);
            peer.sendRaw(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)));

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining(reason);
            assertThat(Failures.of(change))
                    .isInstanceOf(ConnectionLossException.class)
                    .hasMessageContaining("zk1:2181")
                    .hasMessageContaining(reason)
                    .returns(Outcome.UNKNOWN, failure -> ((ZkException) failure).outcome());
        }

        @Test
        void livesOnWhenAnAnswerHasBytesThatNobodyKnows() {
            Request<?> first = rig.submit(new GetData("/a", false));
            Request<?> second = rig.submit(new GetData("/b", false));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, out -> {
                Peer.node(1).accept(out);
                out.writeString("from the future");
            });
            peer.reply(peer.expect(OpCode.GET_DATA), 2, Peer.node(2));
            rig.run();

            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }
    }

    @Nested
    class LargeAnswers {

        @Test
        void failTheirOwnRequestInTheMiddleOfOthers() {
            List<Request<?>> requests = List.of(
                    rig.submit(new GetData("/a", false)),
                    rig.submit(new GetData("/b", false)),
                    rig.submit(new GetData("/c", false)));
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node(1));
            peer.reply(peer.expect(OpCode.GET_DATA), 2, Peer.node(new int[2 * LIMIT]));
            peer.reply(peer.expect(OpCode.GET_DATA), 3, Peer.node(new int[LIMIT - 100]));
            rig.run();

            assertThat(requests.get(0)).isCompleted();
            assertThat(Failures.of(requests.get(1)))
                    .isInstanceOf(ResponseTooLargeException.class)
                    .hasMessageContaining("bytes from zk1:2181");
            assertThat(requests.get(2)).isCompleted();
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void toAnotherRequestThanTheOldestEndTheLink() {
            Request<?> change = rig.submit(new Delete("/a", -1));
            rig.submit(new GetData("/b", false));
            peer.expect(OpCode.DELETE);
            peer.reply(peer.expect(OpCode.GET_DATA), 2, Peer.node(new int[2 * LIMIT]));

            assertThat(peer.isClosed()).isTrue();
            assertThat(Failures.of(change)).isInstanceOf(ConnectionLossException.class);
        }

        @Test
        void thatAreEventsEndTheLink() {
            peer.event(3, "/" + "n".repeat(2 * LIMIT), 1);

            assertThat(peer.isClosed()).isTrue();
            assertThat(rig.events.get(1).cause()).hasMessageContaining("(expected: at most 1000)");
        }
    }

    @Nested
    class Events {

        private final Logger log = (Logger) LoggerFactory.getLogger(Watches.class);

        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        @BeforeEach
        void listen() {
            lines.start();
            log.addAppender(lines);
        }

        @AfterEach
        void stopListening() {
            log.detachAppender(lines);
        }

        @Test
        void ofUnknownTypesAreReportedOnceAndIgnored() {
            for (int type = 90; type < 100; type++) {
                peer.event(type, "/a", 5);
            }
            rig.run();

            assertThat(lines.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Server sent event of unknown type 90 for /a");
            assertThat(peer.isClosed()).isFalse();
        }

        @Test
        void withAnUnknownStateAreEventsAllTheSame() {
            SessionRig.Recorder watcher = new SessionRig.Recorder();
            rig.submit(new GetData("/a", true), watcher);
            peer.reply(peer.expect(OpCode.GET_DATA), 1, Peer.node(1));
            peer.reply(Xid.NOTIFICATION, 2, 0, out -> {
                out.writeInt(3);
                out.writeInt(-77);
                out.writeString("/a");
            });
            rig.run();

            assertThat(watcher.events).hasSize(1);
        }

        @Test
        void withoutAPathEndTheLink() {
            peer.reply(Xid.NOTIFICATION, 2, 0, out -> {
                out.writeInt(3);
                out.writeInt(3);
                out.writeBytes(null);
            });

            assertThat(peer.isClosed()).isTrue();
        }

        @Test
        void mayHaveAPathThatIsNoText() {
            peer.reply(Xid.NOTIFICATION, 2, 0, out -> {
                out.writeInt(3);
                out.writeInt(3);
                out.writeBytes("\u00ff/\u0000".getBytes(StandardCharsets.ISO_8859_1));
            });

            assertThat(peer.isClosed()).isFalse();
        }
    }
}
