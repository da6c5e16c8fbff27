package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.AddWatchMode;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Arms a watch that stays, on a node that need not exist. Since server 3.6.0. */
public record AddWatch(String path, AddWatchMode mode) implements Operation<@Nullable Void> {

    static final int PERSISTENT = 0;

    static final int PERSISTENT_RECURSIVE = 1;

    @Override
    public OpCode opCode() {
        return OpCode.ADD_WATCH;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeInt(mode == AddWatchMode.PERSISTENT ? PERSISTENT : PERSISTENT_RECURSIVE);
    }

    /** The answer's number, an error code that is always 0, says nothing. */
    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }

    @Override
    public WatchKind watchKind(int error) {
        return mode == AddWatchMode.PERSISTENT ? WatchKind.PERSISTENT : WatchKind.PERSISTENT_RECURSIVE;
    }
}
