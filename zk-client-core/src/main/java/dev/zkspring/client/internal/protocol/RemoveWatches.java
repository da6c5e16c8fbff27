package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Takes this connection's watches off a node; that there is none is fine. Since server 3.5.0. */
public record RemoveWatches(String path, int type) implements Operation<@Nullable Void> {

    static final int CHILDREN = 1;

    static final int DATA = 2;

    /** For the kind of watch, those on missing nodes being data watches to a server. */
    public static RemoveWatches of(String path, WatchKind kind) {
        return new RemoveWatches(path, kind == WatchKind.CHILD ? CHILDREN : DATA);
    }

    @Override
    public OpCode opCode() {
        return OpCode.REMOVE_WATCHES;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeInt(type);
    }

    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }

    @Override
    public boolean acceptsError(int error) {
        return error == ErrorCode.NO_WATCHER.number();
    }
}
