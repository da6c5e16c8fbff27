package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of a node's children. */
public record GetChildren(String path, boolean watch) implements Operation<List<String>> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_CHILDREN;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeBoolean(watch);
    }

    @Override
    public List<String> read(WireReader in, Chroot chroot) {
        return in.readStrings();
    }

    @Override
    public @Nullable WatchKind watchKind(int error) {
        return watch ? WatchKind.CHILD : null;
    }

    @Override
    public ReadKind readKind() {
        return ReadKind.CHILDREN;
    }

    @Override
    public GetChildren unwatched() {
        return watch ? new GetChildren(path, false) : this;
    }
}
