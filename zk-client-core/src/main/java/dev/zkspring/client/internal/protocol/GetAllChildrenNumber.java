package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;

/** How many nodes there are below a node, at any depth. Since server 3.6.0. */
public record GetAllChildrenNumber(String path) implements Operation<Integer> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_ALL_CHILDREN_NUMBER;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
    }

    @Override
    public Integer read(WireReader in, Chroot chroot) {
        return in.readInt();
    }
}
