package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/** Creates a container; the answer is its path and stat. Since server 3.5.1. */
public record CreateContainer(CreateRequest request) implements Operation<Created> {

    @Override
    public OpCode opCode() {
        return OpCode.CREATE_CONTAINER;
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        Create.writeBody(request, out, chroot);
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
