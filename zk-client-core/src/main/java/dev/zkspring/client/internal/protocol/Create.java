package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.Objects;

/** Creates a node; the answer is its path. Known to every server. */
public record Create(CreateRequest request) implements Operation<String> {

    @Override
    public OpCode opCode() {
        return OpCode.CREATE;
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        writeBody(request, out, chroot);
    }

    static void writeBody(CreateRequest request, WireWriter out, Chroot chroot) {
        chroot.writePath(out, request.path());
        out.writeBytes(request.data());
        AclFormat.write(out, Objects.requireNonNullElse(request.acl(), Acl.OPEN));
        out.writeInt(request.mode().flag());
    }

    @Override
    public String read(WireReader in, Chroot chroot) {
        return chroot.readPath(in);
    }

    @Override
    public int payloadSize() {
        return payloadSize(request);
    }

    static int payloadSize(CreateRequest request) {
        byte[] data = request.data();
        return data == null ? 0 : data.length;
    }
}
