package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Makes the server catch up with the leader before it answers. */
public record Sync(String path) implements Operation<@Nullable Void> {

    @Override
    public OpCode opCode() {
        return OpCode.SYNC;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
    }

    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }
}
