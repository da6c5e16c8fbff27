package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Identity;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identities that the server takes the connection for. Since server 3.7.0. */
public record WhoAmI() implements Operation<List<Identity>> {

    @Override
    public OpCode opCode() {
        return OpCode.WHO_AM_I;
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
    public List<Identity> read(WireReader in, Chroot chroot) {
        return in.readVector(Integer.BYTES * 2, element -> new Identity(element.readString(), element.readString()));
    }
}
