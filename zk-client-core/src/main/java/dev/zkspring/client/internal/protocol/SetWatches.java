package dev.zkspring.client.internal.protocol;

import dev.zkspring.client.internal.wire.WireWriter;
import java.util.List;

/**
 * Arms very many watches at once: all on a new connection of the same session, and those that reads have left out. The
 * server sends an event at once for whatever changed since the given transaction, and then the answer. For watches that stay it arms only. The lists of these are sent,
 * under a number that servers before 3.6.0 do not know, if one of them is not empty.
 *
 * @param relativeZxid a transaction that was seen to be done when the nodes were read, or all that the client has seen
 * @param data server paths of {@link WatchKind#DATA}
 * @param exist server paths of {@link WatchKind#EXIST}
 * @param child server paths of {@link WatchKind#CHILD}
 * @param persistent server paths of {@link WatchKind#PERSISTENT}
 * @param recursive server paths of {@link WatchKind#PERSISTENT_RECURSIVE}
 */
public record SetWatches(
        long relativeZxid,
        List<String> data,
        List<String> exist,
        List<String> child,
        List<String> persistent,
        List<String> recursive) {

    public SetWatches(long relativeZxid, List<String> data, List<String> exist, List<String> child) {
        this(relativeZxid, data, exist, child, List.of(), List.of());
    }

    public OpCode opCode() {
        return persistent.isEmpty() && recursive.isEmpty() ? OpCode.SET_WATCHES : OpCode.SET_WATCHES2;
    }

    public void write(WireWriter out) {
        out.writeLong(relativeZxid);
        out.writeStrings(data);
        out.writeStrings(exist);
        out.writeStrings(child);
        if (opCode() == OpCode.SET_WATCHES2) {
            out.writeStrings(persistent);
            out.writeStrings(recursive);
        }
    }
}
