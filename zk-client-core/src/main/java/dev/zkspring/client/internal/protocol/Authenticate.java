package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Adds an identity to the connection. The server closes the connection behind the answer to one that it refuses. */
public record Authenticate(String scheme, byte[] credential) implements Operation<Void> {

    /** A field without a meaning; Apache's client sends 0. */
    private static final int TYPE = 0;

    @Override
    public OpCode opCode() {
        return OpCode.AUTH;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        out.writeInt(TYPE);
        out.writeString(scheme);
        out.writeBytes(credential);
    }

    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }

    /** The scheme; never the credential. */
    @Override
    public String toString() {
        return "Authenticate[" + scheme + "]";
    }
}
