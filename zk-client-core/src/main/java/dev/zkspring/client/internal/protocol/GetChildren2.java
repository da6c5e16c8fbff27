package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Children;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Names of a node's children, and its stat. */
public record GetChildren2(String path, boolean watch) implements Operation<Children> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_CHILDREN2;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeBoolean(watch);
    }

    @Override
    public Children read(WireReader in, Chroot chroot) {
        return new Children(in.readStrings(), StatFormat.read(in));
    }

    @Override
    public @Nullable WatchKind watchKind(int error) {
        return watch ? WatchKind.CHILD : null;
    }

    @Override
    public GetChildren2 unwatched() {
        return watch ? new GetChildren2(path, false) : this;
    }
}
