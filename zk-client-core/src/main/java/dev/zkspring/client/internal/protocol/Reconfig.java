package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ReconfigRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes the servers of the ensemble; the answer is the new configuration. Since server 3.5.0. */
public record Reconfig(ReconfigRequest request) implements Operation<NodeData> {

    @Override
    public OpCode opCode() {
        return OpCode.RECONFIG;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        out.writeNullableString(joined(request.joining()));
        out.writeNullableString(joined(request.leaving()));
        out.writeNullableString(joined(request.members()));
        out.writeLong(request.fromConfig());
    }

    /** To the server null is what is not asked for, and an empty list an error. */
    private static @Nullable String joined(@Nullable Collection<?> parts) {
        return parts == null || parts.isEmpty()
                ? null
                : parts.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    @Override
    public NodeData read(WireReader in, Chroot chroot) {
        return new NodeData(in.readBytes(), StatFormat.read(in));
    }
}
