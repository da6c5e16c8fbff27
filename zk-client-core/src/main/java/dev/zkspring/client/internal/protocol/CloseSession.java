package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/** Ends the session; its ephemeral nodes are gone when the answer comes. */
public record CloseSession() implements Operation<@Nullable Void> {

    @Override
    public OpCode opCode() {
        return OpCode.CLOSE_SESSION;
    }

    @Override
    public @Nullable String path() {
        return null;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        // The request has no body.
    }

    @Override
    public @Nullable Void read(WireReader in, Chroot chroot) {
        return null;
    }
}
