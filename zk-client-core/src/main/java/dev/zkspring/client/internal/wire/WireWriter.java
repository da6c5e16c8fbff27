package dev.zkspring.client.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes primitives to the end of a buffer: big-endian numbers, strings and byte arrays behind their length, null as
 * length -1, vectors behind their count.
 */
public final class WireWriter {

    private static final int NULL = -1;

    private final ByteBuf buffer;

    public WireWriter(ByteBuf buffer) {
        this.buffer = buffer;
    }

    public void writeBoolean(boolean value) {
        buffer.writeByte(value ? 1 : 0);
    }

    public void writeInt(int value) {
        buffer.writeInt(value);
    }

    public void writeLong(long value) {
        buffer.writeLong(value);
    }

    public void writeBytes(byte @Nullable [] value) {
        if (value == null) {
            buffer.writeInt(NULL);
        } else {
            buffer.writeInt(value.length).writeBytes(value);
        }
    }

    public void writeString(String value) {
        writeString("", value);
    }

    public void writeNullableString(@Nullable String value) {
        if (value == null) {
            buffer.writeInt(NULL);
        } else {
            writeString(value);
        }
    }

    /** Writes prefix and value as one string, without joining them first. */
    public void writeString(String prefix, String value) {
        int lengthIndex = buffer.writerIndex();
        buffer.writeInt(0);
        int prefixLength = prefix.isEmpty() ? 0 : ByteBufUtil.writeUtf8(buffer, prefix);
        int length = prefixLength + ByteBufUtil.writeUtf8(buffer, value);
        buffer.setInt(lengthIndex, length);
    }

    public void writeStrings(List<String> values) {
        buffer.writeInt(values.size());
        for (String value : values) {
            writeString(value);
        }
    }
}
