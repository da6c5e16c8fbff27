package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireReader;
import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;

/** Paths of this session's ephemeral nodes that begin with a prefix. Since server 3.6.0. */
public record GetEphemerals(String path) implements Operation<List<String>> {

    @Override
    public OpCode opCode() {
        return OpCode.GET_EPHEMERALS;
    }

    @Override
    public void write(WireWriter out, Chroot chroot) {
        chroot.writePath(out, path);
    }

    /** The server compares letters, so that {@code /apple} comes for the chroot {@code /app} too. */
    @Override
    public List<String> read(WireReader in, Chroot chroot) {
        return in.readStrings().stream()
                .filter(chroot::contains)
                .map(chroot::toClient)
                .toList();
    }
}
