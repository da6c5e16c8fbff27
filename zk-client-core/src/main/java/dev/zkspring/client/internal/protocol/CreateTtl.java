package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.Objects;

/** Creates a node with a time to live; the answer is its path and stat. Since server 3.5.3. */
public record CreateTtl(CreateRequest request) implements Operation<Created> {

    @Override
    public OpCode opCode() {
        return OpCode.CREATE_TTL;
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        Create.writeBody(request, out, chroot);
        out.writeLong(Objects.requireNonNull(request.ttl()).toMillis());
    }

    @Override
    public Created read(WireReader in, Chroot chroot) {
        return new Created(chroot.readPath(in), StatFormat.read(in));
    }

    @Override
    public int payloadSize() {
        return Create.payloadSize(request);
    }
}
