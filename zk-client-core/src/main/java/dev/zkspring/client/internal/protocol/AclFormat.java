package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.data.Acl;
import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;

/** A vector of {@link Acl}. */
final class AclFormat {

    private AclFormat() {}

    static void write(WireWriter out, List<Acl> acl) {
        out.writeInt(acl.size());
        for (Acl entry : acl) {
            out.writeInt(entry.permissions());
            out.writeString(entry.scheme());
            out.writeString(entry.id());
        }
    }

    static List<Acl> read(WireReader in) {
        return in.readVector(Integer.BYTES * 3, AclFormat::readEntry);
    }

    private static Acl readEntry(WireReader in) {
        // Bits that a newer server may know are dropped: this client could not write them back.
        return new Acl(in.readInt() & Acl.ALL, in.readString(), in.readString());
    }
}
