package dev.zkspring.client.internal.protocol;

import static dev.zkspring.client.internal.protocol.Golden.REPLY_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.data.Children;
import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.Identity;
import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this client makes of the bytes of a server, and of bytes that no server should send. */
class ResponseBytesTest {

    private static final Chroot APP = new Chroot("/app");

    private static final byte[] DATA = {(byte) 0xC3, (byte) 0xA4, 0, 1, 2, (byte) 0xFD, (byte) 0xFE, (byte) 0xFF};

    /** A message with a body, how to read it below {@code /app}, and what comes of it. */
    record Answer(String file, int headerLength, Function<WireReader, Object> read, Object value) {

        static Answer of(String file, Operation<?> operation, Object value) {
            return new Answer(file, REPLY_HEADER, in -> operation.read(in, APP), value);
        }
    }

    static Stream<Answer> answers() {
        var request = Samples.create("/node", null, CreateMode.PERSISTENT);
        return Stream.of(
                Answer.of("create", new Create(request), "/node"),
                Answer.of("create2", new Create2(request), new Created("/node0000000017", Samples.STAT)),
                Answer.of("exists", new Exists("/node", true), Samples.STAT),
                Answer.of("getData", new GetData("/node", false), new NodeData(DATA, Samples.STAT)),
                Answer.of("getData-null", new GetData("/node", false), new NodeData(null, Samples.STAT)),
                Answer.of("getData-empty", new GetData("/node", false), new NodeData(new byte[0], Samples.STAT)),
                Answer.of("getData", new GetConfig(true), new NodeData(DATA, Samples.STAT)),
                Answer.of("setData", new SetData("/node", DATA, 3), Samples.STAT),
                Answer.of("getChildren", new GetChildren("/node", true), List.of("b", "", "a\u00e4")),
                Answer.of("sasl", new SaslToken(new byte[0]), DATA),
                Answer.of("getACL", new GetAcl("/node"), new NodeAcl(Samples.TWO_ENTRIES, Samples.STAT)),
                Answer.of("setACL", new SetAcl("/node", Samples.TWO_ENTRIES, 3), Samples.STAT),
                Answer.of(
                        "getChildren2",
                        new GetChildren2("/node", true),
                        new Children(List.of("b", "a\u00e4"), Samples.STAT)),
                Answer.of("createContainer", new CreateContainer(request), new Created("/node", Samples.STAT)),
                Answer.of("createTTL", new CreateTtl(request), new Created("/node0000000017", Samples.STAT)),
                Answer.of("getEphemerals", new GetEphemerals("/node"), List.of("/node/a", "/node", "/")),
                Answer.of("getAllChildrenNumber", new GetAllChildrenNumber("/node"), 70_000),
                Answer.of(
                        "whoAmI", new WhoAmI(), List.of(new Identity("ip", "127.0.0.1"), new Identity("digest", "u"))),
                Answer.of(
                        "reconfig",
                        new Reconfig(Samples.RECONFIG),
                        new NodeData("version=1".getBytes(UTF_8), Samples.STAT)),
                new Answer("notification", REPLY_HEADER, Notification::read, new Notification(3, "/app/node")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerIsReadWithoutTheChroot(Answer answer) {
        ByteBuf body = Golden.body(answer.file() + ".response", answer.headerLength());

        assertThat(answer.read().apply(whole(body))).isEqualTo(answer.value());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerThatEndsEarlyIsRefusedWhereverItEnds(Answer answer) {
        ByteBuf body = Golden.body(answer.file() + ".response", answer.headerLength());

        for (int length = 0; length < body.readableBytes(); length++) {
            // The rest of the bytes stays in the buffer: a reader must not look beyond the end of its own frame.
            WireReader shortened = new WireReader().reset(body, body.readerIndex(), length);
            assertThatExceptionOfType(WireFormatException.class)
                    .as("%s cut to %d bytes", answer.file(), length)
                    .isThrownBy(() -> answer.read().apply(shortened));
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void bytesBehindTheLastKnownFieldAreIgnored(Answer answer) {
        ByteBuf body = Golden.body(answer.file() + ".response", answer.headerLength());
        ByteBuf longer = Unpooled.wrappedBuffer(body, Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));

        assertThat(answer.read().apply(whole(longer))).isEqualTo(answer.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "sync", "removeWatches", "closeSession", "auth", "check"})
    void answerWithoutAResultReadsAsNull(String file) {
        Operation<?> operation = switch (file) {
            case "delete" -> new Delete("/node", -1);
            case "sync" -> new Sync("/node");
            case "auth" -> new Authenticate("digest", DATA);
            case "check" -> new Check("/node", 3);
            case "removeWatches" -> RemoveWatches.of("/node", WatchKind.DATA);
            default -> new CloseSession();
        };

        assertThat(operation.read(whole(Golden.body(file + ".response", REPLY_HEADER)), APP))
                .isNull();
    }

    @Test
    void nullListOfChildrenIsEmpty() {
        ByteBuf nullList = Unpooled.copyInt(-1);

        assertThat(new GetChildren("/node", false).read(whole(nullList), APP)).isEmpty();
    }

    @Test
    void lastTokenOfAServerMayBeNull() {
        ByteBuf body = Golden.body("sasl-null.response", REPLY_HEADER);

        assertThat(new SaslToken(new byte[0]).read(whole(body), APP)).isNull();
    }

    @Nested
    class HandshakeAnswers {

        @Test
        void handshakeTellsSessionTimeoutPasswordAndMode() {
            ConnectResponse response = ConnectResponse.read(whole(Golden.body("connect.response", 0)));

            assertThat(response.timeoutMillis()).isEqualTo(30_000);
            assertThat(response.sessionId()).isEqualTo(0x0100_0000_0000_0007L);
            assertThat(response.password()).isEqualTo(Samples.PASSWORD);
            assertThat(response.readOnly()).isTrue();
            assertThat(response.expired()).isFalse();
        }

        @Test
        void serverBefore34DoesNotTellTheMode() {
            ConnectResponse response = ConnectResponse.read(whole(Golden.body("connect-3.3.response", 0)));

            assertThat(response.readOnly()).isFalse();
            assertThat(response.password()).isEqualTo(Samples.PASSWORD);
            assertThat(response.expired()).isFalse();
        }

        @Test
        void zeroesMeanThatTheSessionIsGone() {
            assertThat(ConnectResponse.read(whole(Golden.body("connect-expired.response", 0)))
                            .expired())
                    .isTrue();
        }

        @Test
        void handshakeThatEndsEarlyIsRefusedWhereverItEnds() {
            ByteBuf body = Golden.body("connect-3.3.response", 0);

            for (int length = 0; length < body.readableBytes(); length++) {
                WireReader shortened = new WireReader().reset(body, 0, length);
                assertThatExceptionOfType(WireFormatException.class)
                        .as("cut to %d bytes", length)
                        .isThrownBy(() -> ConnectResponse.read(shortened));
            }
        }

        @Test
        void handshakeAnswerKeepsThePasswordToItself() {
            ConnectResponse response = new ConnectResponse(4_000, 0xABCL, new byte[] {77, 78, 79}, false);

            assertThat(response).asString().contains("0xabc", "4000").doesNotContain("77", "[B@");
        }
    }

    @Nested
    class Events {

        @ParameterizedTest
        @CsvSource({"1, NODE_CREATED", "2, NODE_DELETED", "3, NODE_DATA_CHANGED", "4, NODE_CHILDREN_CHANGED"})
        void numberOfAnEventHasItsType(int number, WatchEvent.Type type) {
            assertThat(new Notification(number, "/a").eventType()).isEqualTo(type);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 5, 6, 7, 99})
        void numberThatNoServerSendsHasNoType(int number) {
            assertThat(new Notification(number, "/a").eventType()).isNull();
        }
    }

    private static WireReader whole(ByteBuf buffer) {
        return new WireReader().reset(buffer, buffer.readerIndex(), buffer.readableBytes());
    }
}
