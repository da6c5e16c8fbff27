package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Asks that a node has a certain version. Only ever sent inside a {@link Multi}: alone, old servers never answer it. */
public record Check(String path, int version) implements Operation<@Nullable Void> {

    @Override
    public OpCode opCode() {
        return OpCode.CHECK;
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
