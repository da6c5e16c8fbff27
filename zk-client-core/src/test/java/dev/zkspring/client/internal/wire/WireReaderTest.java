package dev.zkspring.client.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {

    private static final int HUGE = 600_000_000;

    @Nested
    class Values {

        @Test
        void fieldsAreReadInTheirOrder() {
            ByteBuf buffer = Unpooled.buffer()
                    .writeByte(1)
                    .writeInt(-7)
                    .writeLong(Long.MIN_VALUE)
                    .writeInt(2)
                    .writeBytes(new byte[] {8, 9});
            WireReader in = reader(buffer);

            assertThat(in.readBoolean()).isTrue();
            assertThat(in.readInt()).isEqualTo(-7);
            assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
            assertThat(in.readBytes()).containsExactly(8, 9);
            assertThat(in.remaining()).isZero();
        }

        @Test
        void rangeMayBeginAnywhereAndLeavesTheBufferAsItIs() {
            ByteBuf buffer = Unpooled.buffer().writeInt(1).writeInt(2).writeInt(3);
            WireReader in = new WireReader().reset(buffer, 4, 4);

            assertThat(in.readInt()).isEqualTo(2);
            assertThat(buffer.readerIndex()).isZero();
        }

        @Test
        void nullBytesAndNoBytesAreDistinct() {
            WireReader in = reader(Unpooled.buffer().writeInt(-1).writeInt(0));

            assertThat(in.readBytes()).isNull();
            assertThat(in.readBytes()).isEmpty();
        }

        @Test
        void bytesAreACopy() {
            ByteBuf buffer = Unpooled.buffer().writeInt(1).writeByte(5);
            byte[] read = reader(buffer).readBytes();
            buffer.setByte(4, 6);

            assertThat(read).containsExactly(5);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a", "\u00e4\u20ac", "\ud83d\ude00"})
        void stringsAreUtf8(String text) {
            byte[] bytes = text.getBytes(UTF_8);

            assertThat(reader(Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes))
                            .readString())
                    .isEqualTo(text);
        }

        @Test
        void nullVectorIsEmpty() {
            assertThat(reader(Unpooled.copyInt(-1)).readStrings()).isEmpty();
            assertThat(reader(Unpooled.copyInt(0)).readStrings()).isEmpty();
        }
    }

    @Nested
    class Lies {

        @ParameterizedTest
        @ValueSource(ints = {-2, Integer.MIN_VALUE, 9, HUGE, Integer.MAX_VALUE})
        void lengthThatTheMessageDoesNotHaveIsRefused(int length) {
            ByteBuf buffer = Unpooled.buffer().writeInt(length).writeLong(0);

            assertRefused(() -> reader(buffer).readBytes(), length);
            assertRefused(() -> reader(buffer).readString(), length);
        }

        @ParameterizedTest
        @ValueSource(ints = {-2, Integer.MIN_VALUE, 3, HUGE, Integer.MAX_VALUE})
        void countThatTheMessageCannotHoldIsRefused(int count) {
            ByteBuf buffer = Unpooled.buffer().writeInt(count).writeLong(0);

            assertRefused(() -> reader(buffer).readStrings(), count);
        }

        @Test
        void lieAboutTheLengthAllocatesNothing() {
            ByteBuf buffer = Unpooled.buffer().writeInt(HUGE).writeLong(0);

            assertThat(allocatedBy(() -> assertRefused(() -> reader(buffer).readBytes(), HUGE)))
                    .isLessThan(HUGE / 100);
            assertThat(allocatedBy(() -> assertRefused(() -> reader(buffer).readStrings(), HUGE)))
                    .isLessThan(HUGE / 100);
        }

        @Test
        void nullStringIsRefused() {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> reader(Unpooled.copyInt(-1)).readString())
                    .withMessageContaining("null");
        }

        @Test
        void numberBeyondTheEndIsRefusedEvenWhereTheBufferGoesOn() {
            ByteBuf buffer = Unpooled.buffer().writeLong(0).writeLong(0);

            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> new WireReader().reset(buffer, 0, 7).readLong())
                    .withMessageContaining("1 bytes early");
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> new WireReader().reset(buffer, 0, 3).readInt());
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> new WireReader().reset(buffer, 0, 0).readBoolean());
        }

        private void assertRefused(Runnable read, int found) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(read::run)
                    .withMessageContaining(String.valueOf(found))
                    .withMessageContaining("expected: -1 to ");
        }

        private long allocatedBy(Runnable code) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            code.run();
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private static WireReader reader(ByteBuf buffer) {
        return new WireReader().reset(buffer, buffer.readerIndex(), buffer.readableBytes());
    }
}
