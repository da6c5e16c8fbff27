package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Deletes a node of a certain version, or of any if the version is -1. */
public record Delete(String path, int version) implements Operation<@Nullable Void> {

    @Override
    public OpCode opCode() {
        return OpCode.DELETE;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeInt(version);
    }

    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }
}
