package dev.zkspring.client.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads primitives in place from a range of a buffer, without moving the buffer's own indexes. One reader serves all
 * frames of a connection; what it returns is a copy. Bytes behind the last field that is read are ignored: that is how
 * the protocol grows.
 */
public final class WireReader {

    private static final int NULL = -1;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    private int index;

    private int end;

    /** Moves to another range. */
    public WireReader reset(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        this.end = index + length;
        return this;
    }

    /** Moves to another range of the same buffer. */
    public void moveTo(int index, int length) {
        this.index = index;
        this.end = index + length;
    }

    /** Where in the buffer the next field begins. */
    public int index() {
        return index;
    }

    public int remaining() {
        return end - index;
    }

    public boolean readBoolean() {
        return buffer.getByte(advance(1)) != 0;
    }

    public int readInt() {
        return buffer.getInt(advance(Integer.BYTES));
    }

    public long readLong() {
        return buffer.getLong(advance(Long.BYTES));
    }

    public byte @Nullable [] readBytes() {
        int length = readLength();
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(advance(length), bytes);
        return bytes;
    }

    /** @throws WireFormatException also if the string is null */
    public String readString() {
        int length = readLength();
        if (length == NULL) {
            throw new WireFormatException("string: null (expected: a string)");
        }
        return buffer.toString(advance(length), length, StandardCharsets.UTF_8);
    }

    /** Null reads as an empty list. */
    public List<String> readStrings() {
        return readVector(Integer.BYTES, WireReader::readString);
    }

    /**
     * Reads as many elements as the count in front of them says. Null reads as an empty list.
     *
     * @param minBytes what an element takes at least
     */
    public <T> List<T> readVector(int minBytes, Function<WireReader, T> element) {
        int count = readCount(minBytes);
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.apply(this));
        }
        return elements;
    }

    public void skip(int bytes) {
        advance(bytes);
    }

    /** Steps over an array of bytes, or a string. */
    public void skipBytes() {
        advance(Math.max(readLength(), 0));
    }

    /** Steps over what {@link #readStrings} reads. */
    public void skipStrings() {
        int count = readCount(Integer.BYTES);
        for (int i = 0; i < count; i++) {
            skipBytes();
        }
    }

    private int readCount(int minBytes) {
        int count = readInt();
        // A count of more elements than the rest of the message can hold is a lie that must not size an array.
        if (count < NULL || count > remaining() / minBytes) {
            throw new WireFormatException(
                    "count of elements: %d (expected: -1 to %d)".formatted(count, remaining() / minBytes));
        }
        return Math.max(count, 0);
    }

    private int readLength() {
        int length = readInt();
        if (length < NULL || length > remaining()) {
            throw new WireFormatException("length: %d (expected: -1 to %d)".formatted(length, remaining()));
        }
        return length;
    }

    private int advance(int bytes) {
        int at = index;
        if (bytes > end - at) {
            throw new WireFormatException("message ends %d bytes early".formatted(bytes - (end - at)));
        }
        index = at + bytes;
        return at;
    }
}
