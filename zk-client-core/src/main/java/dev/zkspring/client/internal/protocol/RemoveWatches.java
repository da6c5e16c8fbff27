package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.error.ErrorCode;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Takes this connection's watches off a node; that there is none is fine. Since server 3.5.0. */
public record RemoveWatches(String path, int type) implements Operation<@Nullable Void> {

    static final int CHILDREN = 1;

    static final int DATA = 2;

    static final int ANY = 3;

    static final int PERSISTENT = 4;

    static final int PERSISTENT_RECURSIVE = 5;

    /**
     * For the kind of watch, those on missing nodes being data watches to a server. Servers before 3.9.0 refuse the
     * kinds that stay, and lose half of a watch that stays when a one-shot watch on the path is removed.
     */
    public static RemoveWatches of(String path, WatchKind kind) {
        int type = switch (kind) {
            case DATA, EXIST -> DATA;
            case CHILD -> CHILDREN;
            case PERSISTENT -> PERSISTENT;
            case PERSISTENT_RECURSIVE -> PERSISTENT_RECURSIVE;
        };
        return new RemoveWatches(path, type);
    }

    /** For all watches on the node, whatever their kind. */
    public static RemoveWatches all(String path) {
        return new RemoveWatches(path, ANY);
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
