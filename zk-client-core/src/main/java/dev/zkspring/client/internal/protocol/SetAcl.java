package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;

/** Sets the access control list of a node if that has a certain version, or of any version if it is -1. */
public record SetAcl(String path, List<Acl> acl, int version) implements Operation<Stat> {

    @Override
    public OpCode opCode() {
        return OpCode.SET_ACL;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
        AclFormat.write(out, acl);
        out.writeInt(version);
    }

    @Override
    public Stat read(WireReader in, Chroot chroot) {
        return StatFormat.read(in);
    }
}
