package dev.zkspring.client.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Data and {@link Stat} of a node as one read returned them. The array belongs to the caller alone. */
public final class NodeData {

    private final byte @Nullable [] data;

    private final Stat stat;

    public NodeData(byte @Nullable [] data, Stat stat) {
        this.data = data;
        this.stat = stat;
    }

    /** The bytes, {@code null} if the node was created with null data; null and empty are distinct on the server. */
    public byte @Nullable [] data() {
        return data;
    }

    public Stat stat() {
        return stat;
    }

    /** The data read as UTF-8, {@code null} for null data. Malformed input becomes U+FFFD. */
    public @Nullable String text() {
        return data == null ? null : new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeData that && Arrays.equals(data, that.data) && stat.equals(that.stat);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(data), stat);
    }

    /** Shows the length, never the bytes: node data may be secret. */
    @Override
    public String toString() {
        return "NodeData[" + (data == null ? "null" : data.length + " bytes") + ", " + stat + "]";
    }
}
