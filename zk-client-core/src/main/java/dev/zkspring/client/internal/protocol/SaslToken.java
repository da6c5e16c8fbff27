package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** One step of a SASL exchange, answered by the server's token, which may be null. */
public record SaslToken(byte[] token) implements Operation<byte[]> {

    @Override
    public OpCode opCode() {
        return OpCode.SASL;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        out.writeBytes(token);
    }

    @Override
    public byte @Nullable [] read(WireReader in, Chroot chroot) {
        return in.readBytes();
    }

    /** Nothing of the token, which may be worth guessing a password from. */
    @Override
    public String toString() {
        return "SaslToken";
    }
}
