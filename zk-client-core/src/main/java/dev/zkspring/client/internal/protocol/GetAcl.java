package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.NodeAcl;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/** Access control list and stat of a node. */
public record GetAcl(String path) implements Operation<NodeAcl> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_ACL;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
    }

    @Override
    public NodeAcl read(WireReader in, Chroot chroot) {
        return new NodeAcl(AclFormat.read(in), StatFormat.read(in));
    }
}
