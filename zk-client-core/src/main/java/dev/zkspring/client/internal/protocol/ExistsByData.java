package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@link Exists} in a form that servers answer among other reads: they give the data too, of which only the stat is kept.
 * Meant for nodes that are most likely missing. Unlike the original it needs the permission to read; any error but the
 * accepted one therefore says nothing.
 */
public record ExistsByData(Exists original) implements Operation<@Nullable Stat> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_DATA;
    }

    @Override
    public String path() {
        return original.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        new GetData(original.path(), false).write(out, chroot);
    }

    @Override
    public Stat read(WireReader in, Chroot chroot) {
        in.skipBytes();
        return StatFormat.read(in);
    }

    @Override
    public boolean acceptsError(int error) {
        return original.acceptsError(error);
    }

    @Override
    public @Nullable WatchKind watchKind(int error) {
        return original.watchKind(error);
    }

    @Override
    public ReadKind readKind() {
        return ReadKind.DATA;
    }
}
