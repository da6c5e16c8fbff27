package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Stat of a node; a missing node is an answer, and one that arms the watch all the same. */
public record Exists(String path, boolean watch) implements Operation<@Nullable Stat> {

    @Override
    public OpCode opCode() {
        return OpCode.EXISTS;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeBoolean(watch);
    }

    @Override
    public Stat read(WireReader in, Chroot chroot) {
        return StatFormat.read(in);
    }

    @Override
    public boolean acceptsError(int error) {
        return error == ErrorCode.NO_NODE.number();
    }

    /** On a node that exists the watch is one on data: only so does a reconnect notice that the node changed. */
    @Override
    public @Nullable WatchKind watchKind(int error) {
        if (!watch) {
            return null;
        }
        return error == 0 ? WatchKind.DATA : WatchKind.EXIST;
    }

    @Override
    public @Nullable ReadKind readKind() {
        return watch ? ReadKind.DATA : null;
    }

    @Override
    public Operation<@Nullable Stat> shared() {
        return new ExistsByData(this);
    }

    @Override
    public Exists unwatched() {
        return new Exists(path, false);
    }
}
