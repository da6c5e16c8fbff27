package dev.zkspring.client.internal.protocol;

import static dev.zkspring.client.internal.protocol.Golden.REPLY_HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zkspring.client.data.CreateMode;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.wire.WireFormatException;
import dev.zkspring.client.internal.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests in one. */
class MultiTest {

    private static final Chroot APP = new Chroot("/app");

    private static final byte[] DATA = {1, (byte) 0xFF, 0};

    private static final Multi MULTI = new Multi(Samples.transaction("/node", DATA));

    private static final MultiRead READS =
            new MultiRead(List.of(new GetData("/node", false), new GetData("/other", false)));

    private static WireReader body(String file) {
        return whole(Golden.body(file + ".response", REPLY_HEADER));
    }

    private static WireReader whole(ByteBuf buffer) {
        return new WireReader().reset(buffer, buffer.readerIndex(), buffer.readableBytes());
    }

    @Nested
    class Answers {

        @Test
        void ofATransactionHaveTheResultOfEachOperation() {
            assertThat(MULTI.read(body("multi"), APP))
                    .extracting(MultiAnswer::value)
                    .containsExactly(
                            null,
                            new Created("/node0000000017", Samples.STAT),
                            Samples.STAT,
                            null,
                            new Created("/node", Samples.STAT));
        }

        @Test
        void ofServersBefore37LackTheStatOfACreatedNode() {
            assertThat(MULTI.read(body("multi-3.6"), APP))
                    .extracting(MultiAnswer::value)
                    .containsExactly(
                            null,
                            new Created("/node0000000017", null),
                            Samples.STAT,
                            null,
                            new Created("/node", Samples.STAT));
        }

        @Test
        void ofAFailedTransactionAreErrorsAll() {
            assertThat(MULTI.read(body("multi-failed"), APP))
                    .allMatch(MultiAnswer::failed)
                    .extracting(MultiAnswer::error)
                    .containsExactly(0, -110, -2, -2, -2);
        }

        @Test
        void toNothingAreNone() {
            assertThat(new Multi(List.of()).read(body("multi-empty"), APP)).isEmpty();
        }

        @Test
        void ofReadsHaveTheirOwnValueOrError() {
            assertThat(READS.read(body("multiRead"), APP))
                    .containsExactly(
                            new MultiAnswer(READS.reads().get(0), false, 0, new NodeData(DATA, Samples.STAT)),
                            new MultiAnswer(READS.reads().get(1), true, -101, null));
        }

        @Test
        void ofReadsOfChildrenAreNames() {
            MultiRead read = new MultiRead(List.of(new GetChildren("/node", false)));

            assertThat(read.read(body("multiRead-children"), APP))
                    .extracting(MultiAnswer::value)
                    .containsExactly(List.of("b", "a"));
        }
    }

    @Nested
    class BadAnswers {

        @Test
        void thatAreTooFewAreRefused() {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> MULTI.read(body("multi-empty"), APP))
                    .withMessage("0 answers (expected: 5)");
        }

        @Test
        void thatAreTooManyAreRefused() {
            Multi one = new Multi(List.of(new Check("/node", 3)));

            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> one.read(body("multi"), APP))
                    .withMessage("more answers than the 1 requests");
        }

        @Test
        void ofAnUnknownTypeAreRefused() {
            ByteBuf buffer = Unpooled.buffer().writeInt(99).writeBoolean(false).writeInt(0);

            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> MULTI.read(whole(buffer), APP))
                    .withMessageContaining("99");
        }

        @Test
        void ofAnotherKindOfReadAreRefused() {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> READS.read(body("multiRead-children"), APP))
                    .withMessageContaining("type 8", "getData");
        }

        @ParameterizedTest
        @ValueSource(strings = {"multi", "multi-3.6", "multi-failed"})
        void thatEndEarlyAreRefusedWhereverTheyEnd(String file) {
            ByteBuf body = Golden.body(file + ".response", REPLY_HEADER);

            for (int length = 0; length < body.readableBytes(); length++) {
                WireReader shortened = new WireReader().reset(body, body.readerIndex(), length);
                assertThatExceptionOfType(WireFormatException.class)
                        .as("cut to %d bytes", length)
                        .isThrownBy(() -> MULTI.read(shortened, APP));
            }
        }
    }

    @Nested
    class OlderServers {

        private final Operation<?> create = new Create2(Samples.create("/node", DATA, CreateMode.PERSISTENT));

        private final Operation<?> container = new CreateContainer(Samples.create("/node", DATA, CreateMode.CONTAINER));

        @Test
        void haveToKnowTheNewestOfTheOperations() {
            assertThat(new Multi(List.of(new Check("/node", 0))).since()).isEqualTo(new ServerVersion(3, 4, 0));
            assertThat(new Multi(List.of(create, new Check("/node", 0))).since())
                    .isEqualTo(new ServerVersion(3, 5, 0));
            assertThat(MULTI.since()).isEqualTo(new ServerVersion(3, 5, 3));
        }

        @Test
        void getTheCreateThatTheyKnow() {
            Operation<List<MultiAnswer>> older = new Multi(List.of(create)).forOlderServer();

            assertThat(older).isInstanceOfSatisfying(Multi.class, multi -> {
                assertThat(multi.operations()).extracting(Operation::opCode).containsExactly(OpCode.CREATE);
                assertThat(multi.since()).isEqualTo(new ServerVersion(3, 4, 0));
            });
        }

        @Test
        void getNothingInPlaceOfAContainer() {
            assertThat(new Multi(List.of(create, container)).forOlderServer()).isNull();
        }

        @Test
        void getNothingElseThanTheOldestForm() {
            assertThat(new Multi(List.of(new Check("/node", 0))).forOlderServer())
                    .isNull();
        }
    }

    @Nested
    class Sizes {

        @Test
        void areThoseOfAllParts() {
            assertThat(MULTI.payloadSize()).isEqualTo(2 * DATA.length);
            assertThat(READS.payloadSize()).isZero();
        }
    }
}
