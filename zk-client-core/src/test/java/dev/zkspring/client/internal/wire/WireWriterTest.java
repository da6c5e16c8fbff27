package dev.zkspring.client.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WireWriterTest {

    @Test
    void numbersAreBigEndian() {
        assertThat(written(out -> out.writeInt(-2))).isEqualTo("fffffffe");
        assertThat(written(out -> out.writeLong(0x0102030405060708L))).isEqualTo("0102030405060708");
    }

    @Test
    void booleansAreOneByte() {
        assertThat(written(out -> out.writeBoolean(true))).isEqualTo("01");
        assertThat(written(out -> out.writeBoolean(false))).isEqualTo("00");
    }

    @Test
    void nullBytesAndNoBytesAreDistinct() {
        assertThat(written(out -> out.writeBytes(null))).isEqualTo("ffffffff");
        assertThat(written(out -> out.writeBytes(new byte[0]))).isEqualTo("00000000");
        assertThat(written(out -> out.writeBytes(new byte[] {1, -1}))).isEqualTo("0000000201ff");
    }

    @Test
    void stringsStandBehindTheirLengthInUtf8Bytes() {
        assertThat(written(out -> out.writeString(""))).isEqualTo("00000000");
        assertThat(written(out -> out.writeString("a\u00e4\u20ac"))).isEqualTo("00000006" + "61" + "c3a4" + "e282ac");
    }

    @Test
    void supplementaryCharactersAreRealUtf8NotTwoSurrogates() {
        assertThat(written(out -> out.writeString("\ud83d\ude00"))).isEqualTo("00000004" + "f09f9880");
    }

    @Test
    void prefixAndValueAreOneString() {
        assertThat(written(out -> out.writeString("/\u00e4", "/b"))).isEqualTo("00000005" + "2fc3a4" + "2f62");
        assertThat(written(out -> out.writeString("/a", ""))).isEqualTo("00000002" + "2f61");
    }

    @Test
    void vectorsStandBehindTheirCount() {
        assertThat(written(out -> out.writeStrings(List.of()))).isEqualTo("00000000");
        assertThat(written(out -> out.writeStrings(List.of("a", ""))))
                .isEqualTo("00000002" + "0000000161" + "00000000");
    }

    private static String written(Consumer<WireWriter> fields) {
        ByteBuf buffer = Unpooled.buffer(1);
        fields.accept(new WireWriter(buffer));
        return ByteBufUtil.hexDump(buffer);
    }
}
