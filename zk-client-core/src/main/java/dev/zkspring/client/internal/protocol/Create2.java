package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.data.CreateResult;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/** Creates a node; the answer is its path and stat. Since server 3.5.0. */
public record Create2(CreateRequest request) implements Operation<CreateResult> {

    @Override
    public OpCode opCode() {
        return OpCode.CREATE2;
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
    public CreateResult read(WireReader in, Chroot chroot) {
        return new CreateResult(chroot.readPath(in), StatFormat.read(in));
    }

    @Override
    public int payloadSize() {
        byte[] data = request.data();
        return data == null ? 0 : data.length;
    }
}
