package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.EnsembleConfig;
import dev.zkspring.client.data.NodeData;
import dev.zkspring.client.data.ServerVersion;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Data and stat of the node that holds the configuration, whatever the chroot. Since server 3.5.0. */
public record GetConfig(boolean watch) implements Operation<NodeData> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_DATA;
    }

    @Override
    public String path() {
        return EnsembleConfig.PATH;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        out.writeString(EnsembleConfig.PATH);
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
    public GetConfig unwatched() {
        return watch ? new GetConfig(false) : this;
    }

    /** Older servers know the request, and have no such node. */
    @Override
    public ServerVersion since() {
        return OpCode.RECONFIG.since();
    }
}
