package dev.zkspring.client.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The configuration that an ensemble has agreed on. A standalone server has an empty one. */
public final class EnsembleConfig {

    /** The node that holds it, on the server; no chroot is put before it. */
    public static final String PATH = "/zookeeper/config";

    /** Gives nothing back: what a server may send must not cost more than its length. */
    private static final Pattern VERSION =
            Pattern.compile("(?m)^[ \\t]*+version[ \\t]*+=[ \\t]*+([0-9a-fA-F]{1,16})[ \\t]*+$");

    private final NodeData node;

    private final List<EnsembleMember> members;

    private final long version;

    private EnsembleConfig(NodeData node, List<EnsembleMember> members, long version) {
        this.node = node;
        this.members = members;
        this.version = version;
    }

    /** Reads the lines {@code server.N=...} and {@code version=...}; others are left to {@link #text}. */
    public static EnsembleConfig parse(NodeData node) {
        String text = text(node);
        Matcher version = VERSION.matcher(text);
        return new EnsembleConfig(
                node,
                text.lines()
                        .map(EnsembleMember::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                version.find() ? Long.parseUnsignedLong(version.group(1), 16) : 0);
    }

    private static String text(NodeData node) {
        byte[] data = node.data();
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }

    /** The bytes as they came; the array belongs to the caller alone. Empty from a standalone server. */
    public byte[] data() {
        byte[] data = node.data();
        return data == null ? new byte[0] : data.clone();
    }

    /** What {@link #data} says, one server per line. */
    public String text() {
        return text(node);
    }

    /** The servers in the order of the text. */
    public List<EnsembleMember> members() {
        return members;
    }

    /** Transaction that brought this configuration about; 0 when there is none. */
    public long version() {
        return version;
    }

    /** The stat of the node that holds the configuration; times differ from server to server. */
    public Stat stat() {
        return node.stat();
    }

    /** By the bytes alone: each server has a stat of its own. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EnsembleConfig that && Arrays.equals(data(), that.data());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data());
    }

    @Override
    public String toString() {
        return "EnsembleConfig[version 0x" + Long.toHexString(version) + ", " + members + "]";
    }
}
