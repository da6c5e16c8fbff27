package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Sets the data of a node of a certain version, or of any if the version is -1. */
public record SetData(String path, byte @Nullable [] data, int version) implements Operation<Stat> {

    @Override
    public OpCode opCode() {
        return OpCode.SET_DATA;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        out.writeBytes(data);
        out.writeInt(version);
    }

    @Override
    public Stat read(WireReader in, Chroot chroot) {
        return StatFormat.read(in);
    }

    @Override
    public int payloadSize() {
        return data == null ? 0 : data.length;
    }
}
