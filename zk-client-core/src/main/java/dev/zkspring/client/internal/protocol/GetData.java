package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Data and stat of a node. */
public record GetData(String path, boolean watch) implements Operation<NodeData> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_DATA;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeBoolean(watch);
    }

    @Override
    public NodeData read(WireReader in, Chroot chroot) {
        return new NodeData(in.readBytes(), StatFormat.read(in));
    }

    @Override
    public @Nullable WatchKind watchKind(int error) {
        return watch ? WatchKind.DATA : null;
    }

    @Override
    public ReadKind readKind() {
        return ReadKind.DATA;
    }

    @Override
    public GetData unwatched() {
        return watch ? new GetData(path, false) : this;
    }
}
