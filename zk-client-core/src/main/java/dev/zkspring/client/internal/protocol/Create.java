package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.CreateRequest;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

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
        out.writeInt(request.acl().size());
        request.acl().forEach(acl -> {
            out.writeInt(acl.permissions());
            out.writeString(acl.scheme());
            out.writeString(acl.id());
        });
        out.writeInt(request.mode().flag());
    }

    @Override
    public String read(WireReader in, Chroot chroot) {
        return chroot.readPath(in);
    }

    @Override
    public int payloadSize() {
        byte[] data = request.data();
        return data == null ? 0 : data.length;
    }
}
