package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** A create of which only the path matters. */
public record CreatedPath(Operation<Created> create) implements Operation<String> {

    @Override
    public OpCode opCode() {
        return create.opCode();
    }

    @Override
    public @Nullable String path() {
        return create.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        create.write(out, chroot);
    }

    @Override
    public @Nullable String read(WireReader in, Chroot chroot) {
        Created created = create.read(in, chroot);
        return created == null ? null : created.path();
    }

    @Override
    public int payloadSize() {
        return create.payloadSize();
    }
}
